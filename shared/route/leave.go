package route

// AskLeaveRequest asks to delete one's own profile in an organisation.
type AskLeaveRequest struct {
	Tenant   string `json:"tenant"`
	Password string `json:"password"` // of the account
}

// LeaveTokenRequest carries the token of the mail.
type LeaveTokenRequest struct {
	Token string `json:"token"`
}

// LeaveReply is what somebody is about to leave.
type LeaveReply struct {
	Organisation string `json:"organisation"`
	Last         bool   `json:"last,omitempty"` // there is no other: the account goes with it
}

// LeaveRequest deletes the profile. The reason is shown to the organisation's admins.
type LeaveRequest struct {
	Token  string `json:"token"`
	Reason string `json:"reason,omitempty"`
}
