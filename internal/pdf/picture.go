package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // their sizes and colours are read by image.DecodeConfig
	_ "image/png"

	"rsc.io/qr"
)

// Picture is a JPEG or PNG in its own proportions.
type Picture struct {
	Content []byte
	Width   float64 // points
	Alt     string  // what it shows, for those who do not see it
}

// picture is one image of the file.
type picture struct {
	width, height int
	space         string // colour space
	filter        string
	content       []byte
	mask          []byte // opacity, one byte a pixel; nil: none
}

// mostPixels keeps a picture that is small on disk from filling the memory.
const mostPixels = 40 << 20

func (p Picture) lay(s setter, _ float64) []piece {
	one, err := readPicture(p.Content)
	if err != nil {
		s.doc.fail(fmt.Errorf("pdf: picture: %w", err))
		return nil
	}
	n := len(s.doc.images)
	s.doc.images = append(s.doc.images, one)
	e := s.parent.add("Figure")
	e.alt = p.Alt
	height := p.Width * float64(one.height) / float64(one.width)
	return []piece{{height: height, draw: func(c *canvas, x, y float64) {
		c.begin(e)
		c.put("q %s 0 0 %s %s %s cm /I%d Do Q", p.Width, height, x, c.paper.Height-y-height, n)
		c.end()
	}}}
}

func readPicture(content []byte) (*picture, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	if config.Width < 1 || config.Height < 1 || config.Width*config.Height > mostPixels {
		return nil, fmt.Errorf("%d by %d pixels", config.Width, config.Height)
	}
	p := &picture{width: config.Width, height: config.Height}
	if format == "jpeg" && config.ColorModel != color.CMYKModel {
		p.filter, p.content, p.space = "DCTDecode", content, "DeviceRGB"
		if config.ColorModel == color.GrayModel {
			p.space = "DeviceGray"
		}
		return p, nil
	}
	img, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	p.filter, p.space = "FlateDecode", "DeviceRGB"
	p.pixels(img)
	return p, nil
}

func (p *picture) pixels(img image.Image) {
	bounds, clear := img.Bounds(), false
	var plain, mask bytes.Buffer
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			one := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			plain.Write([]byte{one.R, one.G, one.B})
			mask.WriteByte(one.A)
			clear = clear || one.A < 255
		}
	}
	p.content = packed(plain.Bytes())
	if clear {
		p.mask = packed(mask.Bytes())
	}
}

// Code is a QR code as black squares (ISO/IEC 18004), level M, with the quiet zone
// of four squares around it.
type Code struct {
	Text string // usually an address
	Side float64
	Alt  string
}

const quietZone = 4

func (q Code) lay(s setter, _ float64) []piece {
	code, err := qr.Encode(q.Text, qr.M)
	if err != nil {
		s.doc.fail(fmt.Errorf("pdf: QR code: %w", err))
		return nil
	}
	e := s.parent.add("Figure")
	e.alt = q.Alt
	return []piece{{height: q.Side, draw: func(c *canvas, x, y float64) {
		c.fill(rect{x, y, q.Side, q.Side}, 0, White)
		c.begin(e)
		drawCode(c, code, rect{x, y, q.Side, q.Side})
		c.end()
	}}}
}

func drawCode(c *canvas, code *qr.Code, at rect) {
	unit := at.width / float64(code.Size+2*quietZone)
	c.put("q 0 0 0 rg %s 0 0 %s %s %s cm", unit, -unit, at.x+quietZone*unit, c.paper.Height-at.y-quietZone*unit)
	for row := range code.Size {
		for column := 0; column < code.Size; column++ {
			start := column
			for column < code.Size && code.Black(column, row) {
				column++
			}
			if column > start {
				c.put("%d %d %d 1 re", start, row, column-start)
			}
		}
	}
	c.put("f Q")
}
