select distinct min(id) over (partition by folded) from text where folded like ?
