package mybox

// Sample is for tests outside the package, which may import the pages.
var Sample = sample
