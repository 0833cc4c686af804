package finding

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Key is the ed25519 key with which a user signs.
type Key struct {
	Public string // what others check with, as note.NewVerifier takes it
	signer note.Signer
}

// keyName is the name in the signature line. It says which program signed, and
// nothing of who.
const keyName = "contrechamp"

// KeyPath is where a user's key stands: the environment's CONTRECHAMP_KEY, else
// contrechamp/signing.key in the user's folder for configuration.
func KeyPath() (string, error) {
	if p := os.Getenv("CONTRECHAMP_KEY"); p != "" {
		return p, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("looking for the user's folder: %w; name a key with CONTRECHAMP_KEY", err)
	}
	return filepath.Join(dir, "contrechamp", "signing.key"), nil
}

// LoadKey reads the key in a file, and makes one, for the owner only, if there
// is none. The file has two lines: the secret key and the public one.
func LoadKey(path string) (*Key, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the key: %w", err)
	}
	secret, public, ok := strings.Cut(strings.TrimSpace(string(b)), "\n")
	if !ok {
		return nil, fmt.Errorf("the key in %s is damaged: it has not two lines", path)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, fmt.Errorf("the key in %s is damaged: %w", path, err)
	}
	return &Key{Public: public, signer: signer}, nil
}

func makeKey(path string) (*Key, error) {
	secret, public, err := note.GenerateKey(rand.Reader, keyName)
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) { // another process was faster: its key it is
		return LoadKey(path)
	}
	if err == nil {
		_, err = f.WriteString(secret + "\n" + public + "\n")
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		return nil, fmt.Errorf("writing the key: %w", err)
	}
	return LoadKey(path)
}
