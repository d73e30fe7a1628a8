package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
)

// shotFolder is where pictures of pages go, for people to look at.
const shotFolder = "../screenshots"

// fatalf ends the test with a picture of the page.
func (v *visitor) fatalf(format string, args ...any) {
	v.t.Helper()
	v.t.Fatalf("%s\n  page: %s\n  picture: %s", fmt.Sprintf(format, args...), v.address(), v.photograph())
}

// photograph writes the page as it is below screenshots/failed and returns the file.
func (v *visitor) photograph() string {
	if v.shot {
		return "(taken)"
	}
	v.shot = true
	file := filepath.Join(shotFolder, "failed", v.name+".png")
	if err := v.write(file); err != nil {
		return "none: " + err.Error()
	}
	return file
}

// write writes a picture of the whole page to a file.
func (v *visitor) write(file string) error {
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, picture, 0o644)
}

// problem notes what is wrong with a page, with a picture, and goes on.
func (v *visitor) problem(format string, args ...any) {
	v.t.Helper()
	v.t.Errorf("%s\n  page: %s\n  picture: %s", fmt.Sprintf(format, args...), v.address(), v.photograph())
}

// keepPicture writes a picture of a Bangla page: NAME-360.png.
func (v *visitor) keepPicture(name string, width int64) {
	v.t.Helper()
	if name == "" || v.lang != bn {
		return
	}
	if err := v.write(filepath.Join(shotFolder, fmt.Sprintf("%s-%d.png", name, width))); err != nil {
		v.t.Errorf("no picture of %s: %v", name, err)
	}
}
