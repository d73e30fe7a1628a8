package message

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Texts is one language's texts by key.
type Texts map[string]Text

// Text is one text cut into words and placeholders.
type Text []piece

// piece is literal words, or a placeholder when name is set.
type piece struct {
	words     string
	name      string
	one, many string // set when the placeholder chooses between two words
}

// Parse reads a file of texts. Errors name the language, the line and the key.
func Parse(lang, text string) (Texts, error) {
	texts := Texts{}
	var wrong []error
	for _, one := range entries(text) {
		if err := texts.put(one); err != nil {
			wrong = append(wrong, fmt.Errorf("%s.txt line %d: %w", lang, one.line, err))
		}
	}
	return texts, errors.Join(wrong...)
}

// entry is one key with its text as it stands in the file.
type entry struct {
	line int
	text string
}

// entries joins each key's line with the indented lines below it; one that begins
// with a pilcrow begins a new line of the text.
func entries(text string) []entry {
	var all []entry
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case len(all) > 0 && (line[0] == ' ' || line[0] == '\t'):
			if rest, paragraph := strings.CutPrefix(trimmed, "¶"); paragraph {
				all[len(all)-1].text += "\n" + strings.TrimSpace(rest)
				continue
			}
			all[len(all)-1].text += " " + trimmed
		default:
			all = append(all, entry{line: i + 1, text: trimmed})
		}
	}
	return all
}

func (t Texts) put(one entry) error {
	key, words, found := strings.Cut(one.text, "=")
	key, words = strings.TrimSpace(key), strings.TrimSpace(words)
	switch {
	case !found:
		return fmt.Errorf("no '=' in %q", one.text)
	case key == "" || strings.ContainsAny(key, " \t"):
		return fmt.Errorf("%q is no key", key)
	case words == "":
		return fmt.Errorf("key %s has no words", key)
	}
	if _, taken := t[key]; taken {
		return fmt.Errorf("key %s stands twice", key)
	}
	text, err := cut(words)
	if err != nil {
		return fmt.Errorf("key %s: %w", key, err)
	}
	t[key] = text
	return nil
}

func cut(words string) (Text, error) {
	var text Text
	for words != "" {
		before, rest, found := strings.Cut(words, "{")
		if before != "" {
			text = append(text, piece{words: before})
		}
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, errors.New("a brace is not closed")
		}
		placeholder, err := readPlaceholder(inside)
		if err != nil {
			return nil, err
		}
		text = append(text, placeholder)
		words = after
	}
	return text, nil
}

func readPlaceholder(inside string) (piece, error) {
	parts := strings.Split(inside, "|")
	if parts[0] == "" || strings.ContainsAny(parts[0], " \t{") {
		return piece{}, fmt.Errorf("{%s} is no placeholder", inside)
	}
	switch len(parts) {
	case 1:
		return piece{name: parts[0]}, nil
	case 3:
		return piece{name: parts[0], one: parts[1], many: parts[2]}, nil
	}
	return piece{}, fmt.Errorf("{%s} needs two words to choose from", inside)
}

// names returns the placeholders of a text, each once, in alphabetical order.
func (t Text) names() []string {
	var names []string
	for _, one := range t {
		if one.name != "" {
			names = append(names, one.name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
