SELECT b.key, f.excluded, f.kind, f.label, f.written AS fact
FROM fact f JOIN box b ON b.id = f.box
