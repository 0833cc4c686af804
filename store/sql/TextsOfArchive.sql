-- texts that ads of an archive have
select distinct ad_text.text from ad_text join ad on ad.num = ad_text.ad where ad.archive = ? order by 1
