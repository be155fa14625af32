package deeds

import "stellwerk/shared/ledger"

// serverOnly are none in the browser, where each weighs.
var serverOnly []ledger.Deed
