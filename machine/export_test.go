package machine

// StoredText is the file of the stored runs.
func StoredText() string { return storedFile }
