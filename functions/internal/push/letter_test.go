package push_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
)

func TestOneIsToldInTheWaysThatOneChose(t *testing.T) {
	for _, c := range []struct {
		story       string
		by          org.Ways
		then        func(o office)
		mails, push int
	}{
		{"in the app", org.ByApp, nil, 0, 1},
		{"by mail", org.ByMail, nil, 1, 0},
		{"both", org.ByBoth, nil, 1, 1},
		{"none", org.ByNone, nil, 0, 0},
		{"who is pending gets no mail", org.ByMail, office.pending, 0, 0},
		{"but what is told in the app", org.ByBoth, office.pending, 0, 1},
		{"nobody confirmed the account's address", org.ByBoth, office.unproved, 0, 1},
		{"who was deactivated learns nothing", org.ByBoth, func(o office) {
			o.Do(o.T, o.Owner, members.Deactivate.Name, members.List{Members: []org.MemberID{o.Admin.Member}})
		}, 0, 0},
		{"nor who is no admin any more", org.ByBoth, func(o office) { o.role("admin", "user") }, 0, 0},
		{"a yes of before there were ways is one in the app", "", func(o office) { o.saidOnce(org.TopicJobs, true) }, 0, 1},
		{"and a no is none", "", func(o office) { o.saidOnce(org.TopicJobs, false) }, 0, 0},
	} {
		t.Run(c.story, func(t *testing.T) {
			o := open(t)
			b := o.browser(o.Admin)
			if c.by != "" {
				o.wishes(o.Admin, org.TopicJobs, c.by)
			}
			o.imports(o.Admin, file)
			if c.then != nil {
				c.then(o)
			}
			mails := o.Deliver(t)
			if len(mails) != c.mails {
				t.Fatalf("%d mails, want %d", len(mails), c.mails)
			}
			for _, m := range mails {
				if m.To != strings.ToLower(string(o.Admin.Account))+"@people.example" || m.Subject != "Ihr Import ist fertig" || !strings.Contains(strings.Join(strings.Fields(m.Text), " "), "Übernommen: 1. Nicht übernommen: 1.") {
					t.Errorf("to %s: %s\n%s", m.To, m.Subject, m.Text)
				}
			}
			o.got(c.story, b, c.push)
		})
	}
}

// TestAYesOfBeforeStillMeansAMailOfLastDays because of these one was always written.
func TestAYesOfBeforeStillMeansAMailOfLastDays(t *testing.T) {
	for on, want := range map[bool]org.Ways{true: org.ByBoth, false: org.ByNone} {
		o := open(t)
		o.saidOnce(org.TopicEndings, on)
		if w, err := o.Table.Wish(t.Context(), o.Tenant, org.TopicEndings, o.Admin.Member); w.By != want || !w.Said || err != nil {
			t.Errorf("%v is %+v, %v; want %s", on, w, err, want)
		}
	}
}

func TestALetterOfAnOrganisationIsSignedAndSaysWhoJoined(t *testing.T) {
	o := open(t)
	o.Do(t, o.Owner, tenants.Edit.Name, tenants.EditArgs{Fields: map[string]tenants.Edited{"signatureDe": {To: "Ihre Stadtwerke"}}})
	o.wishes(o.Owner, org.TopicJoined, org.ByMail)
	o.join("Quentin")
	mails := o.Deliver(t)
	if len(mails) != 1 || !strings.Contains(mails[0].Text, "Quentin") || !strings.Contains(mails[0].Text, "Ihre Stadtwerke") {
		t.Fatalf("%+v", mails)
	}
}

// TestManyWhoJoinFillNobodysMailbox and none of the mails is lost.
func TestManyWhoJoinFillNobodysMailbox(t *testing.T) {
	o := open(t)
	o.wishes(o.Owner, org.TopicJoined, org.ByMail)
	for range 33 {
		o.join("Rosa")
	}
	at := o.Clock.Now()
	first := len(o.Deliver(t))
	if first < 30 || first > 32 {
		t.Errorf("%d mails at once, want 30 and what time has passed for", first)
	}
	if all := first + len(o.DeliverByClock(t)); all != 33 || o.Clock.Now().Sub(at) > time.Hour {
		t.Errorf("%d mails in %s, want 33", all, o.Clock.Now().Sub(at))
	}
}

// pending has the admin's address be another one that nobody has confirmed.
func (o office) pending() {
	o.Helper()
	was := fmt.Sprintf(`"Ada.%s@acme.example"`, o.Admin.Member[20:])
	o.Do(o.T, o.Owner, members.Edit.Name, members.EditArgs{Member: o.Admin.Member, Fields: map[string]members.Edited{
		"email": {From: []byte(was), To: []byte(`"other@acme.example"`)},
	}})
}

// saidOnce stores a wish as it was stored while there was only yes and no.
func (o office) saidOnce(topic org.Topic, on bool) {
	o.Helper()
	key := item("T#"+string(o.Tenant.ID())+"#W#"+string(topic), string(o.Admin.Member))
	key["on"] = &types.AttributeValueMemberBOOL{Value: on}
	if _, err := dynamodb.NewFromConfig(o.World.Config).PutItem(o.Context(), &dynamodb.PutItemInput{TableName: &o.World.Name, Item: key}); err != nil {
		o.Fatal(err)
	}
}

// unproved has the admin's account be one whose address nobody has confirmed.
func (o office) unproved() {
	o.Helper()
	set := "SET unproved = :yes"
	_, err := dynamodb.NewFromConfig(o.World.Config).UpdateItem(o.Context(), &dynamodb.UpdateItemInput{
		TableName: &o.World.Name, Key: item("A#"+string(o.Admin.Account), "PROFILE"), UpdateExpression: &set,
		ExpressionAttributeValues: map[string]types.AttributeValue{":yes": &types.AttributeValueMemberBOOL{Value: true}},
	})
	if err != nil {
		o.Fatal(err)
	}
}

func item(pk, sk string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: pk}, "SK": &types.AttributeValueMemberS{Value: sk}}
}
