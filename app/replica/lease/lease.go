// Package lease says for how long a device may open what it holds without having been in contact with the server, and when it has to give
// it up. It is pure and lies beside the replica, since only devices have leases; the server holds none and believes none.
package lease
