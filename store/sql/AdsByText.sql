select text, ad from ad_text order by text, ad
