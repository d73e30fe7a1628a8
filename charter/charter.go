// Package charter reads, checks, completes, prints and compares Citizen's
// Charters (সেবা প্রদান প্রতিশ্রুতি): the table in which a government office of
// Bangladesh promises its services. It is shaped like a compiler's front end:
// Scan finds tables and prose in a file, Parse gives them meaning, Lint finds
// weak promises, Print writes the official table back, Diff compares versions.
//
// It knows nothing of offices, cases or databases, and never invents a value:
// what it does not understand stays as raw text and is listed as unread.
package charter

// Meaning says what a column of the table is about, whatever its header reads.
type Meaning string

// The meanings of columns.
const (
	Serial     Meaning = "serial"
	Name       Meaning = "name"
	ChannelsOf Meaning = "channel"
	PapersOf   Meaning = "papers"
	PapersFrom Meaning = "papers_from"
	FeeOf      Meaning = "fee"
	TimeOf     Meaning = "time"
	OfficerOf  Meaning = "officer"
	SuperiorOf Meaning = "superior"
	Recipient  Meaning = "recipient"
	Place      Meaning = "place"
	Remark     Meaning = "remark"
)

// Group says for whom a service is.
type Group string

// The three groups of section 2; empty when the charter names none.
const (
	Citizen       Group = "citizen"       // ২.১ নাগরিক সেবা
	Institutional Group = "institutional" // ২.২ প্রাতিষ্ঠানিক (দাপ্তরিক) সেবা
	Internal      Group = "internal"      // ২.৩ অভ্যন্তরীণ সেবা
)

// Section names a part of the charter outside the table of services.
type Section string

// The sections that the official form asks for.
const (
	Vision       Section = "vision"
	Mission      Section = "mission"
	Expectations Section = "expectations" // আপনার কাছে আমাদের প্রত্যাশা
	Grievance    Section = "grievance"    // অভিযোগ প্রতিকার ব্যবস্থাপনা
)

// Charter is one printed charter as understood. Texts are in NFC with invisible
// characters removed.
type Charter struct {
	Title    string             `json:"title"` // the lines above the first section: name of the paper and of the office
	Sections map[Section]string `json:"sections"`
	Date     string             `json:"date"` // YYYY-MM-DD, empty when none is printed
	Services []Service          `json:"services"`
	Unread   []Unread           `json:"unread"`
	Columns  []Column           `json:"columns"`  // the columns as found, with the meaning given to each
	Legacy   bool               `json:"legacy"`   // some text was in a Bijoy encoding
	Mixed    bool               `json:"mixed"`    // Bijoy and Unicode stood side by side
	Kind     string             `json:"kind"`     // text, html, xlsx, docx, pdf
	Encoding string             `json:"encoding"` // utf-8, utf-16le, utf-16be
}

// Column is one column of a table of services.
type Column struct {
	Header  string  `json:"header"`
	Meaning Meaning `json:"meaning"` // empty when not understood
}

// Service is one row: one promise.
type Service struct {
	Group    Group              `json:"group"`
	Serial   string             `json:"serial"` // as printed, ASCII digits
	Name     string             `json:"name"`
	Cells    map[Meaning]string `json:"cells"`              // raw text of each understood cell
	Extra    map[string]string  `json:"extra,omitempty"`    // cells under headers not understood, by header
	Inherits []Meaning          `json:"inherits,omitempty"` // cells with a ditto mark: the value comes from the row above
	Channels []Channel          `json:"channels"`
	Papers   []Paper            `json:"papers"`
	Fee      Fee                `json:"fee"`
	Time     Time               `json:"time"`
	Officer  Officer            `json:"officer"`
	Superior Officer            `json:"superior"`
}

// Channel is a way to ask for a service.
type Channel string

// The channels. Directive and Plan are not doors a person can use: the office
// acts on an order from above or on its yearly plan.
const (
	Web           Channel = "web"
	Phone         Channel = "phone"
	Mail          Channel = "mail"
	SMS           Channel = "sms"
	InPerson      Channel = "in_person"
	Letter        Channel = "letter"
	EFile         Channel = "efile"
	Requisition   Channel = "requisition" // অধিযাচন
	OnDemand      Channel = "on_demand"   // চাহিদা মোতাবেক
	Directive     Channel = "directive"   // ঊর্ধ্বতন কর্তৃপক্ষের নির্দেশনা
	Plan          Channel = "plan"        // বার্ষিক কর্মপরিকল্পনা
	Application   Channel = "application" // আবেদনের মাধ্যমে
	DigitalCentre Channel = "digital_centre"
)

// Need says whether a paper must be handed in.
type Need string

// The needs.
const (
	Required     Need = "required"
	IfApplicable Need = "if_applicable" // প্রযোজ্য ক্ষেত্রে
	Optional     Need = "optional"
)

// Paper is one required paper.
type Paper struct {
	Text string `json:"text"`
	Need Need   `json:"need"`
	From string `json:"from"` // where to get it, empty when not said
}

// FeeKind says how the price is stated.
type FeeKind string

// The kinds of fee.
const (
	FeeFree     FeeKind = "free"
	FeeAmount   FeeKind = "amount"
	FeeFormula  FeeKind = "formula"   // several amounts or a rate
	FeeByPolicy FeeKind = "by_policy" // "as per policy": no figure
	FeeUnknown  FeeKind = "unknown"
	FeeEmpty    FeeKind = "empty"
)

// Fee is the price of a service. Amount is in paisa and set only for FeeAmount.
type Fee struct {
	Kind    FeeKind `json:"kind"`
	Amount  int64   `json:"amount_paisa"`
	Text    string  `json:"text"`
	Payment string  `json:"payment"` // how to pay, as printed
}

// TimeKind says what sort of promise the time cell makes.
type TimeKind string

// The kinds of time. ByInstruction, Unmeasurable, TimeEmpty and AtLeast are not
// measurable promises.
const (
	Immediate     TimeKind = "immediate"
	Within        TimeKind = "within"
	Range         TimeKind = "range"
	Window        TimeKind = "window"  // office hours, days of the month, all year
	Trigger       TimeKind = "trigger" // runs from something other than receipt
	AtLeast       TimeKind = "at_least"
	ByInstruction TimeKind = "by_instruction"
	Unmeasurable  TimeKind = "unmeasurable"
	TimeEmpty     TimeKind = "empty"
)

// Unit is the unit of a time.
type Unit string

// The units; NoUnit when the cell names none.
const (
	NoUnit     Unit = ""
	Minute     Unit = "minute"
	Hour       Unit = "hour"
	WorkingDay Unit = "working_day"
	Day        Unit = "day"
	Month      Unit = "month"
	Year       Unit = "year"
)

// Time is the promised time. Min and Max are counts of Unit; Within has only Max.
type Time struct {
	Kind         TimeKind `json:"kind"`
	Min          int      `json:"min"`
	Max          int      `json:"max"`
	Unit         Unit     `json:"unit"`
	UnitCertain  bool     `json:"unit_certain"` // false for a bare "দিন", which may mean working or calendar days
	Trigger      string   `json:"trigger"`      // what starts the clock or conditions it, as printed
	Alternatives []Time   `json:"alternatives"`
}

// Measurable reports whether a clock can run on the time.
func (t Time) Measurable() bool {
	switch t.Kind {
	case Immediate, Within, Range, Window, Trigger:
		return true
	}
	return false
}

// Officer is the answerable person as printed.
type Officer struct {
	Post   string   `json:"post"`
	Name   string   `json:"name"`
	Room   string   `json:"room"`
	Phones []string `json:"phones"` // ASCII digits and + only
	Mails  []string `json:"mails"`
}

// Unread is text that was found and not understood.
type Unread struct {
	Where string `json:"where"` // "table 2 row 5", "paragraph 12"
	Text  string `json:"text"`
}
