package accounts

import (
	"context"
	"strconv"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// What may be tried how often. Nobody waits because of what others do elsewhere, save where an address is attacked: by guesses
// from many places, then its owner may have to wait a minute too; by requests for mails, then its owner has the latest of
// those mails, whose link is as good as one that the owner had asked for.
var (
	signInHere    = table.Bucket{What: "signIn.here", Burst: 8, Every: 2 * time.Minute}      // one address from one network
	signInAddress = table.Bucket{What: "signIn.address", Burst: 60, Every: time.Minute}      // one address from anywhere
	signInNetwork = table.Bucket{What: "signIn.network", Burst: 100, Every: 5 * time.Second} // any address from one network
	signUpNetwork = table.Bucket{What: "signUp.network", Burst: 30, Every: time.Minute}      // sign-ups from one network
	askNetwork    = table.Bucket{What: "ask.network", Burst: 300, Every: 10 * time.Second}   // askings by links from one network: a whole room has one
	mailAddress   = table.Bucket{What: "mail.address", Burst: 5, Every: 15 * time.Minute}    // mails that strangers can cause
	forgotNetwork = table.Bucket{What: "forgot.network", Burst: 30, Every: time.Minute}      // forgotten passwords from one network
	passwordOld   = table.Bucket{What: "password.change", Burst: 8, Every: 2 * time.Minute}  // old passwords of one account
	moveAccount   = table.Bucket{What: "address.move", Burst: 6, Every: 20 * time.Minute}    // other addresses that one account asks for
	foundAccount  = table.Bucket{What: "tenants.found", Burst: 10, Every: 30 * time.Minute}  // organisations of one account
	linkNetwork   = table.Bucket{What: "link.network", Burst: 600, Every: 2 * time.Second}   // links opened from one network: a whole room may
)

// taking is one token to be taken out of a bucket.
type taking struct {
	bucket table.Bucket
	whom   string
}

// take takes the tokens in order, until there is none: then the fault says how many seconds to wait.
func (a *Accounts) take(ctx context.Context, code string, all ...taking) error {
	for _, t := range all {
		wait, err := a.table.Take(ctx, t.bucket, t.whom, 1)
		if err != nil {
			return err
		}
		if wait > 0 {
			seconds := int((wait + time.Second - 1) / time.Second)
			return fault.New(fault.TooMany, code, "seconds", strconv.Itoa(seconds))
		}
	}
	return nil
}

// signInLimits are those of trying a password for an address from a network.
func signInLimits(address table.AddressKey, from string) []taking {
	n := network(from)
	return []taking{{signInHere, string(address) + " " + n}, {signInNetwork, n}, {signInAddress, string(address)}}
}

// forgetTries fills the buckets of an address again, after the right password.
func (a *Accounts) forgetTries(address table.AddressKey, from string) []table.Write {
	return []table.Write{
		a.table.Forget(signInHere, string(address)+" "+network(from)),
		a.table.Forget(signInAddress, string(address)),
	}
}

// decoy is an account's id that nobody has, always the same for an address: reading and writing under it costs what reading
// and writing under a real one costs.
func decoy(address table.AddressKey) org.AccountID {
	return org.DeriveID[org.AccountID](org.AccountID(address), 0)
}
