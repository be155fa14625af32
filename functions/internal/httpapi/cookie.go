package httpapi

import (
	"net/http"
	"time"
)

// The cookies. The prefix makes browsers refuse them from anywhere but this very host, over https or on this machine, for all
// of its paths.
const (
	SessionCookie = "__Host-stellwerk"
	SignUpCookie  = "__Host-stellwerk-signup"
)

// How long browsers keep them. A session's cookie is set anew whenever the session is.
const (
	sessionLife = 30 * 24 * time.Hour
	signUpLife  = 7 * 24 * time.Hour
)

// NewSessionCookie is the cookie that carries a session's token; an empty token takes it away.
func NewSessionCookie(token string) http.Cookie { return cookie(SessionCookie, token, sessionLife) }

func newSignUpCookie(token string) http.Cookie { return cookie(SignUpCookie, token, signUpLife) }

func cookie(name, value string, life time.Duration) http.Cookie {
	c := http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(life / time.Second),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

// tokenIn returns the token of a cookie, "" if it is missing or comes more than once: two mean that somebody else set one.
func tokenIn(r *http.Request, name string) string {
	found := r.CookiesNamed(name)
	if len(found) != 1 {
		return ""
	}
	return found[0].Value
}
