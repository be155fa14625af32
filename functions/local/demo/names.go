package demo

import "strings"

func words(s string) []string { return strings.Fields(s) }

func lines(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") }

var givenNames = words(`Anna Ayşe Anke Antje Beate Birgit Björn Burak Carina Christian Claudia Clemens Cornelia Daniel Daria
	Dominik Elif Elke Emil Emma Fatma Felix Florian Franziska Friederike Georg Gisela Günther Hannah Hans-Jürgen Heike Heinz
	Helene Holger Ilka Ines Isabell Jana Jan-Niklas Jens Johannes Jörg Julia Jürgen Karin Karl-Heinz Käthe Katharina Kerstin
	Klaus Lea Leonie Linh Lukas Lütfiye Maja Manfred Marco Mareike Marie-Luise Markus Martina Matthias Mehmet Melanie Michael
	Minh Mirjam Moritz Nadine Niklas Nils Nico Oğuz Oliver Olga Paulina Peter Petra Philipp Piotr Rainer Ramona René Rüdiger
	Sabine Samira Sandra Sebastian Selin Silke Simon Sören Stefan Stefanie Susanne Swetlana Sven Tanja Thomas Thorsten Tim
	Tobias Ulrike Ursula Uwe Vanessa Verena Viktor Walburga Wiebke Wolfgang Yannick Zoë`)

var surnames = words(`Abel Ackermann Albrecht Arslan Aydın Bäcker Bauer Baumgärtner Beck Becker Berger Böhm Brandt Braun
	Brückner Büttner Çelik Christiansen Demir Dietrich Dörfler Ebert Eichhörner Engel Ernst Fährmann Fischer Franke Freund
	Friedrich Fröhlich Fuchs Gärtner Geiger Göbel Graf Groß Günther Haas Hahn Hartmann Heinrich Herrmann Höfer Hoffmann Huber
	Hübner Jäger Jansen Jung Kaiser Kaya Keller Klein Kłos Koch Köhler König Kowalczyk Kraus Krüger Kühn Kurz Lang Lehmann
	Löffler Lorenz Ludwig Mahler Maier Martin Maurer Meißner Meyer Möller Müller Nagel Neumann Nguyễn Nowak Öztürk Otto Peters
	Pfeiffer Pham Pohl Popescu Raab Richter Riedel Röder Roth Rößler Sänger Sauer Schäfer Schmidt Schmitt-Brügge Schneider
	Scholz Schöne Schröder Schubert Schulz Schulze-Wöhrmann Schütz Schwarz Seidel Simon Sommer Stein Steinbrück Straßburger
	Šimić Thiele Tölke Tran Ullrich Vogel Vogt Wagner Walter Weber Weiß Werner Wiśniewska Winkler Wolff Wörner Yıldız Ziegler
	Zimmermann Zöllner`)

// department is a part of the company with what its people do, from many to few.
type department struct {
	location string
	weight   int // how many of a hundred work there
	titles   []string
	tags     []string // that some of its people have
}

var departments = []department{
	{"Netzleitstelle", 18, lines("Elektroniker für Betriebstechnik\nNetzmeister Strom\nSchaltingenieurin\nLeitung Netzbetrieb"), lines("Bereitschaft\nSchichtdienst")},
	{"Wasserwerk Nord", 14, lines("Fachkraft für Wasserversorgung\nAnlagenmechanikerin\nLaborantin Trinkwasser\nWassermeister"), lines("Bereitschaft\nFührerschein C")},
	{"Kundenzentrum am Markt", 16, lines("Kundenberaterin\nKundenberater\nSachbearbeitung Abrechnung\nTeamleitung Kundenservice"), lines("Teilzeit\nHomeoffice")},
	{"Zentrale", 20, lines("Sachbearbeitung Einkauf\nControllerin\nReferent Personal\nBuchhalterin\nAssistenz der Geschäftsführung\nLeitung Finanzen"), lines("Homeoffice\nTeilzeit")},
	{"Busdepot", 14, lines("Busfahrer\nBusfahrerin\nKfz-Mechatroniker\nDisponentin\nBetriebshofleiter"), lines("Schichtdienst\nFührerschein C")},
	{"Heizkraftwerk", 9, lines("Kraftwerker\nMechatronikerin\nSchichtführer\nIngenieurin Fernwärme"), lines("Schichtdienst\nBereitschaft")},
	{"Hallenbad", 5, lines("Fachangestellte für Bäderbetriebe\nRettungsschwimmer\nBadleitung"), lines("Schichtdienst\nTeilzeit")},
	{"Rechenzentrum", 4, lines("Systemadministratorin\nAnwendungsbetreuer\nInformationssicherheitsbeauftragter"), lines("Homeoffice\nBereitschaft")},
}

// firm is where guests come from.
type firm struct{ name, domain string }

var firms = []firm{
	{"Ingenieurbüro Kästner", "kaestner-plan.example"},
	{"Tiefbau Grünwald", "tiefbau-gruenwald.example"},
	{"Kanzlei Dr. Sömmer", "soemmer-recht.example"},
	{"Wirtschaftsprüfung Nordlicht", "nordlicht-audit.example"},
	{"Messdienst Süd", "messdienst-sued.example"},
}

var ascii = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "ş", "s", "ğ", "g", "ı", "i", "ç", "c", "ł", "l", "ś", "s",
	"š", "s", "ć", "c", "é", "e", "ë", "e", "ễ", "e", " ", "")

// plain spells a name as the left part of an address.
func plain(name string) string { return ascii.Replace(strings.ToLower(name)) }
