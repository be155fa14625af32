package pages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/palette"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/app/vault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// command is a page, a deed or a setting that the palette offers.
type command struct {
	palette.Entry
	icon    ui.IconName
	keys    string // the shortcut that does the same, if any
	run     func(f *Frame, ctx app.Context)
	verb    string // done to a person who is chosen next
	instead bool   // offered where nothing was found
}

// commands are all that this person can go to and do now, in the language of now.
func commands() []command {
	out := pageCommands()
	out = append(out, memberCommands()...)
	out = append(out, organisationCommands()...)
	out = append(out, deviceCommands()...)
	out = append(out, settingCommands()...)
	keys := keysOfCommands(address())
	for i := range out {
		out[i].keys = keys[out[i].Key]
	}
	return out
}

func deed(key string, icon ui.IconName, text, second, words string, run func(*Frame, app.Context)) command {
	return command{Entry: palette.Entry{Key: key, Group: palette.Deeds, Text: text, Second: second, Words: words}, icon: icon, run: run}
}

// changePrefix begins the keys of the commands that lead to another organisation.
const changePrefix = "deed.change."

func common(c command) command {
	c.Common = true
	return c
}

func to(path string) func(*Frame, app.Context) {
	return func(_ *Frame, ctx app.Context) { ui.Navigate(ctx, path) }
}

// pageKey names the page of a path.
func pageKey(path string) string { return "page" + strings.ReplaceAll(path, "/", ".") }

// otherwise is what else people call the pages.
var otherwise = map[string]string{
	"/members": "palette.words.members", "/groups": "groups.words", "/import": "palette.words.import", "/audit": "palette.words.audit", "/inbox": "inbox.words",
	"/settings": "palette.words.settings", "/profile": "palette.words.profile",
}

func pageCommands() (out []command) {
	for _, p := range table {
		if p.Public || p.Icon == ui.NoIcon || !reachable(p) {
			continue
		}
		words := ""
		if key := otherwise[p.Path]; key != "" {
			words = ui.T(key)
		}
		out = append(out, command{
			Entry: palette.Entry{Key: pageKey(p.Path), Group: palette.Pages, Text: ui.T(p.Title), Second: p.Path, Words: words, Common: true},
			icon:  p.Icon, run: to(p.Path),
		})
	}
	return out
}

// reachable says whether a person is led to a page: they have the right, and an organisation for it to be about.
func reachable(p Page) bool {
	return p.allowed(store.Me().Role) && (store.Here().Tenant != "" || p.Path == "/profile")
}

func memberCommands() []command {
	if !store.Me().Role.May(org.ManageMembers) || store.Here().Tenant == "" {
		return nil
	}
	members := ui.T("members.title")
	one := func(verb string, icon ui.IconName, text, words string) command {
		c := deed("deed."+verb, icon, text, members, words, nil)
		c.verb = verb
		return c
	}
	add := common(deed("deed.add", ui.IconUserPlus, ui.T("palette.add"), members, ui.T("palette.add.words"), to("/members/new")))
	add.instead = true
	list := deed("deed.import", ui.IconFileImport, ui.T("palette.import"), members, ui.T("palette.import.words"), to("/import"))
	list.instead = true
	return []command{
		add, list,
		deed("deed.group", ui.IconSitemap, ui.T("groups.new"), ui.T("groups.title"), ui.T("groups.newWords"), to("/groups?new=1")),
		deed("deed.tags", ui.IconTag, ui.T("tagPage.manage"), members, ui.T("tagPage.words"), to("/tags")),
		deed("deed.links", ui.IconLink, ui.T("links.title"), members, ui.T("links.words"), to("/links")),
		deed("deed.scheduled", ui.IconCalendar, ui.T("scheduled.title"), members, ui.T("scheduled.words"), to("/scheduled")),
		deed("deed.birthdays", ui.IconCake, ui.T("birthdays.title"), members, ui.T("birthdays.words"), to("/birthdays")),
		deed("deed.membersExport", ui.IconDownload, ui.T("members.export.title"), members, ui.T("members.export.words"), toPress("/members", "#members-export")),
		common(one(personEdit, ui.IconPencil, ui.T("palette.edit"), ui.T("palette.edit.words"))),
		common(one(personDeactivate, ui.IconUserOff, ui.T("palette.deactivate"), ui.T("palette.deactivate.words"))),
		one(personReactivate, ui.IconUserCheck, ui.T("palette.reactivate"), ui.T("palette.reactivate.words")),
		one(personTags, ui.IconTag, ui.T("palette.tags"), ui.T("palette.tags.words")),
	}
}

func organisationCommands() (out []command) {
	me, here := store.Me().Role, store.Here().Tenant
	organisation := ui.T("settings.title")
	if here != "" && me.May(org.ManageTenant) {
		out = append(out, deed("deed.rename", ui.IconPencil, ui.T("palette.rename"), organisation, ui.T("palette.rename.words"), toCard("/settings", "rename-name")))
	}
	if here != "" && me.May(org.ReadLedger) {
		trail := ui.T("audit.title")
		out = append(out,
			deed("deed.check", ui.IconShieldCheck, ui.T("palette.check"), trail, ui.T("palette.check.words"), toPress("/audit", "#audit-check")),
			deed("deed.export", ui.IconDownload, ui.T("palette.export"), trail, ui.T("palette.export.words"), toPress("/audit", "[popovertarget=audit-export]")),
		)
	}
	out = append(out, deed("deed.further", ui.IconPlus, ui.T("palette.further"), "", ui.T("palette.further.words"), to("/organisations/new")))
	who, _ := store.Who()
	for _, m := range who.Memberships {
		if m.Tenant != here {
			out = append(out, deed(changePrefix+string(m.Tenant), ui.IconBuilding, ui.T("palette.change", "name", m.Name), "", ui.T("palette.change.words"),
				func(f *Frame, ctx app.Context) { f.change(ctx, m.Tenant) }))
		}
	}
	return out
}

func deviceCommands() (out []command) {
	look := ui.T("palette.look.words")
	for _, t := range []struct {
		theme, text string
		icon        ui.IconName
	}{{"light", ui.T("palette.light"), ui.IconSun}, {"dark", ui.T("palette.dark"), ui.IconMoon}, {"system", ui.T("palette.system"), ui.IconDeviceDesktop}} {
		if t.theme != store.Theme() {
			out = append(out, deed("deed."+t.theme, t.icon, t.text, "", look, func(_ *Frame, ctx app.Context) { store.SetTheme(ctx, t.theme) }))
		}
	}
	other := org.English
	if ui.Lang() == org.English {
		other = org.German
	}
	if store.Guard() != vault.Unguarded {
		out = append(out, deed("deed.lock", ui.IconLock, ui.T("lock.now"), "", ui.T("lock.words"), func(_ *Frame, ctx app.Context) { store.Seal(ctx) }))
	}
	return append(out,
		deed("deed.language", ui.IconLanguage, ui.T("palette.language"), ui.T("palette.language.second"), ui.T("palette.language.words"),
			func(f *Frame, ctx app.Context) { f.changeLanguage(ctx, other) }),
		common(deed("deed.keys", ui.IconKeyboard, ui.T("palette.keys"), "", ui.T("palette.keys.words"), showKeys)),
		deed("deed.signOut", ui.IconLogout, ui.T("palette.signOut"), "", ui.T("palette.signOut.words"), func(f *Frame, ctx app.Context) { f.signOut(ctx, app.Event{}) }),
	)
}

// changeLanguage speaks another language at once, and keeps it in the person's profile when the server can be reached.
func (f *Frame) changeLanguage(ctx app.Context, l org.Language) {
	f.speak(l)
	who, known := store.Who()
	if !known || !store.Online() {
		return
	}
	in := route.ProfileRequest{GivenName: who.GivenName, Surname: who.Surname, Language: string(l)}
	ui.Ask(ctx, func() (route.SessionReply, error) { return store.Client().Profile(in) }, func(ctx app.Context, s route.SessionReply, err error) {
		if err != nil {
			store.Notify(ctx, ui.ErrorText(err))
			return
		}
		store.SetSession(ctx, s)
	})
}

// cards are the settings: on which page each stands, at which anchor, and its title.
var cards = []struct{ path, anchor, title string }{
	{"/settings", "name", "settings.name"},
	{"/settings", "logo", "field.logo"},
	{"/settings", "master", "master.title"},
	{"/settings", "regional", "regional.title"},
	{"/settings", "joining", "joining.title"},
	{"/settings", "sight", "sight.title"},
	{"/settings", "systems", "systems.title"},
	{"/settings", "offline", "lease.title"},
	{"/settings", "facts", "settings.facts"},
	{"/settings", "another", "settings.another"},
	{"/profile", "you", "profile.you"},
	{"/profile", "details", "profile.details"},
	{"/profile", "email", "ownEmail.title"},
	{"/profile", "data", "dossier.mine"},
	{"/profile", "look", "profile.look"},
	{"/profile", "hints", "hints.title"},
	{"/profile", "notifications", "push.title"},
	{"/profile", "lock", "lock.title"},
	{"/profile", "password", "profile.password"},
	{"/profile", "leave-own", "leaving.title"},
}

func settingCommands() (out []command) {
	for _, c := range cards {
		p, _, _ := find(c.path)
		if reachable(p) {
			out = append(out, command{
				Entry: palette.Entry{Key: "setting" + strings.ReplaceAll(c.path, "/", ".") + "." + c.anchor, Group: palette.Settings, Text: ui.T(c.title), Second: ui.T(p.Title)},
				icon:  p.Icon, run: toCard(c.path, c.anchor),
			})
		}
	}
	return out
}
