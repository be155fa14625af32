// Package members holds the pages about the people of an organisation: the list, one member, and the form for a new one.
package members
