package route

import (
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

// StorageRequest says how much storage people use: 1 to members.MaxUsed of them, all or none.
type StorageRequest struct {
	Command org.CommandID  `json:"command"` // made by the caller: the same one is done once
	Used    []members.Used `json:"used"`
}

// StorageReply says for how many people that is something else than what was known.
type StorageReply struct {
	Command org.CommandID `json:"command"`
	Changed int           `json:"changed"`
}
