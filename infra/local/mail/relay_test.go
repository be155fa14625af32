package mail

import (
	"bufio"
	"net"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
)

// smtpServer takes one mail and gives what was said to it. Recipients that begin with "no" are refused.
func smtpServer(t *testing.T) (address string, said <-chan []string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	out := make(chan []string, 1)
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		var lines []string
		defer func() { out <- lines }()
		answer := func(s string) { _, _ = connection.Write([]byte(s + "\r\n")) }
		answer("220 here")
		in, inData := bufio.NewScanner(connection), false
		for in.Scan() {
			line := in.Text()
			lines = append(lines, line)
			verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
			switch {
			case inData && line == ".":
				inData = false
				answer("250 taken")
			case inData:
			case verb == "EHLO":
				answer("250-here\r\n250 8BITMIME")
			case verb == "DATA":
				inData = true
				answer("354 go on")
			case verb == "RCPT" && strings.Contains(line, "<no"):
				answer("550 no such person")
			case verb == "QUIT":
				answer("221 bye")
				return
			default:
				answer("250 fine")
			}
		}
	}()
	return listener.Addr().String(), out
}

func TestARelayGetsTheMailAsItIs(t *testing.T) {
	address, said := smtpServer(t)
	relay, err := ParseRelay("smtp://" + address + "?tls=none")
	if err != nil {
		t.Fatal(err)
	}
	send(t, client(t, relay), raw("From: "+sender+"\nTo: a@example.com\nBcc: b@example.com\nSubject: hello\n\n.begins with a dot\n"))
	text := strings.Join(<-said, "\n")
	for _, want := range []string{"MAIL FROM:<" + sender + ">", "RCPT TO:<a@example.com>", "RCPT TO:<b@example.com>", "Subject: hello", "\n..begins with a dot"} {
		if !strings.Contains(text, want) {
			t.Errorf("the relay didn't hear %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Bcc") {
		t.Errorf("the relay heard of hidden recipients in the header:\n%s", text)
	}
}

func TestAMailThatTheRelayRefusesIsAnError(t *testing.T) {
	address, _ := smtpServer(t)
	relay, err := ParseRelay("smtp://" + address + "?tls=none")
	if err != nil {
		t.Fatal(err)
	}
	c := client(t, relay)
	once := func(o *sesv2.Options) { o.Retryer = aws.NopRetryer{} }
	if _, err := c.SendEmail(t.Context(), simple("nobody@example.com", "s", "t", ""), once); err == nil {
		t.Error("a mail that nobody took counts as sent")
	}
}

func TestRelayAddresses(t *testing.T) {
	for _, address := range []string{"smtps://u:p@mail.example.org", "smtp://u:p%40@mail.example.org:2525", "smtp://mail.example.org", "smtp://localhost:25?tls=none"} {
		if _, err := ParseRelay(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://u:secret@mail.example.org?tls=none",
		"smtps://u:secret@mail.example.org/x", "smtp://u:secret@mail.example.org:x", "smtps://u:secret@mail.example.org?tls=none", "smtp://u:secret@mail.example.org:99999"} {
		_, err := ParseRelay(address)
		if err == nil {
			t.Errorf("%q was taken", address)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error for %q shows the password: %v", address, err)
		}
	}
}
