package pdf

import (
	"fmt"
	"strings"
)

// element is a node of the structure tree (ISO 32000-1, 14.7).
type element struct {
	role string
	alt  string
	span int // columns of a table cell
	kids []kid
}

// kid is an element below, or marked content on a page.
type kid struct {
	element *element
	page    *canvas
	mark    int
}

func (e *element) add(role string) *element {
	below := &element{role: role}
	e.kids = append(e.kids, kid{element: below})
	return below
}

// structure writes the tree and gives the number of its root. Elements in which
// nothing was drawn are left out, except the cells of tables.
func (w *writer) structure(root *element, pages map[*canvas]int) int {
	treeRoot := w.reserve()
	numbers := map[*element]int{}
	top := w.element(root, treeRoot, pages, numbers)
	var list strings.Builder
	for i, page := range w.doc.pages {
		fmt.Fprintf(&list, "%d[", i)
		for _, one := range page.marks {
			fmt.Fprintf(&list, "%d 0 R ", numbers[one])
		}
		list.WriteString("]")
	}
	parents := w.object(fmt.Sprintf("<</Nums[%s]>>", list.String()))
	w.fill(treeRoot, fmt.Sprintf("<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>", top, parents, len(w.doc.pages)))
	return treeRoot
}

func (w *writer) element(e *element, parent int, pages map[*canvas]int, numbers map[*element]int) int {
	n := w.reserve()
	numbers[e] = n
	var kids strings.Builder
	for _, one := range e.kids {
		if one.element == nil {
			fmt.Fprintf(&kids, "<</Type/MCR/Pg %d 0 R/MCID %d>>", pages[one.page], one.mark)
			continue
		}
		if one.element.drawn() || one.element.role == "TD" || one.element.role == "TH" {
			fmt.Fprintf(&kids, "%d 0 R ", w.element(one.element, n, pages, numbers))
		}
	}
	more := ""
	if e.alt != "" {
		more = "/Alt" + textString(e.alt)
	}
	switch {
	case e.role == "TH" && e.span > 1:
		more += fmt.Sprintf("/A<</O/Table/Scope/Column/ColSpan %d>>", e.span)
	case e.role == "TH":
		more += "/A<</O/Table/Scope/Column>>"
	case e.span > 1:
		more += fmt.Sprintf("/A<</O/Table/ColSpan %d>>", e.span)
	}
	w.fill(n, fmt.Sprintf("<</Type/StructElem/S/%s/P %d 0 R%s/K[%s]>>", e.role, parent, more, kids.String()))
	return n
}

func (e *element) drawn() bool {
	for _, one := range e.kids {
		if one.element == nil || one.element.drawn() {
			return true
		}
	}
	return false
}
