package route

// DomainReply says how a mail domain is proved.
type DomainReply struct {
	Record string `json:"record"` // the TXT record that the name system has to have for the domain
}
