package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"

	"dorgora/internal/fault"
)

// maxPart is the most that one part of an office file may unpack to.
const maxPart = 6 << 20

// openZip reads an office file: DOCX or XLSX by what is inside.
func openZip(raw []byte, signs Signs) (Reading, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return Reading{}, fault.Wrap(fault.Invalid, "charter.file.damaged", err)
	}
	if len(archive.File) > 5_000 {
		return Reading{}, fault.New(fault.TooLarge, "charter.file.toolarge", "megabytes", maxText>>20)
	}
	for _, file := range archive.File {
		switch file.Name {
		case "word/document.xml":
			part, err := unpack(file)
			if err != nil {
				return Reading{}, err
			}
			return DOCX(part, signs)
		case "xl/workbook.xml":
			return XLSX(archive)
		}
	}
	return Reading{}, fault.New(fault.Invalid, "charter.file.unsupported")
}

// unpack reads one part. What an archive says of its sizes is not believed.
func unpack(file *zip.File) ([]byte, error) {
	part, err := file.Open()
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "charter.file.damaged", err)
	}
	defer part.Close()
	body, err := io.ReadAll(io.LimitReader(part, maxPart+1))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "charter.file.damaged", err)
	}
	if len(body) > maxPart {
		return nil, fault.New(fault.TooLarge, "charter.file.toolarge", "megabytes", maxPart>>20)
	}
	return body, nil
}

// lean gives the archive without pictures and other parts that hold no cells,
// each part that stays measured and the whole within the limit.
func lean(archive *zip.Reader) ([]byte, error) {
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	total := 0
	for _, file := range archive.File {
		if !strings.HasSuffix(file.Name, ".xml") && !strings.HasSuffix(file.Name, ".rels") || dropped(file.Name) {
			continue
		}
		body, err := unpack(file)
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(file.Name, "xl/worksheets/") && wide(body) {
			return nil, tooLarge()
		}
		if total += len(body); total > maxPart {
			return nil, fault.New(fault.TooLarge, "charter.file.toolarge", "megabytes", maxPart>>20)
		}
		part, err := writer.Create(file.Name)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, "charter.file.damaged", err)
		}
		if _, err := part.Write(body); err != nil {
			return nil, fault.Wrap(fault.Internal, "charter.file.damaged", err)
		}
	}
	if err := writer.Close(); err != nil {
		return nil, fault.Wrap(fault.Internal, "charter.file.damaged", err)
	}
	return out.Bytes(), nil
}

func dropped(name string) bool {
	for _, folder := range []string{"xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "xl/pivot", "xl/calcChain", "xl/printerSettings", "customXml/", "docProps/"} {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return false
}
