// Package audit holds the page of the audit trail: who did what to whom, the check of the chain, and the export.
package audit
