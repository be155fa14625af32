package accounts

import "stellwerk/functions/internal/accounts/token"

// HashOf is the hash that a session is stored under.
func HashOf(s Session) token.Hash { return s.hash }
