// Package finding keeps answers so that they can be cited and checked: the
// question, the answer with the rows it rests on, the hashes of the source
// files, the version of the program that answered, and the day.
//
// A kept finding is a zip (a bundle) that anybody can check offline. Its note
// lists the SHA-256 of every file in it and is signed in the form of
// golang.org/x/mod/sumdb/note with an ed25519 key of the user who kept it. The
// signature says that nobody has changed the bundle since; whose key it is has
// to be known from elsewhere.
package finding
