select box, excluded, kind, label, folded, written from fact
