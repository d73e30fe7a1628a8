package document

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// jpegQuality keeps stickers and handwriting legible at a fifth of the size.
const jpegQuality = 82

// cleanPicture decodes a picture within the limits and writes it anew. A picture
// without transparency that came as WebP is kept as JPEG, so that every office can
// open it.
func cleanPicture(content []byte, kind string) (string, []byte, error) {
	if err := checkSize(content, kind); err != nil {
		return "", nil, err
	}
	picture, err := decode(content, kind)
	if err != nil {
		return "", nil, wrong("document.image.broken")
	}
	small := turn(shrink(picture), orientation(content, kind))
	var out bytes.Buffer
	if kind == typePNG || !small.Opaque() {
		err = png.Encode(&out, small)
		return typePNG, out.Bytes(), err
	}
	err = jpeg.Encode(&out, small, &jpeg.Options{Quality: jpegQuality})
	return typeJPEG, out.Bytes(), err
}

// checkSize refuses before decoding what would take too much memory; pictures with
// sixteen bits a channel take twice as much.
func checkSize(content []byte, kind string) error {
	config, err := decodeConfig(content, kind)
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return wrong("document.image.broken")
	}
	most := MostPixels
	switch config.ColorModel {
	case color.NRGBA64Model, color.RGBA64Model, color.Gray16Model:
		most /= 2
	}
	if config.Width > most/config.Height {
		return wrong("document.image.large", "megapixels", most/1_000_000)
	}
	return nil
}

func decodeConfig(content []byte, kind string) (image.Config, error) {
	switch kind {
	case typeJPEG:
		return jpeg.DecodeConfig(bytes.NewReader(content))
	case typePNG:
		return png.DecodeConfig(bytes.NewReader(content))
	}
	return webp.DecodeConfig(bytes.NewReader(content))
}

func decode(content []byte, kind string) (image.Image, error) {
	switch kind {
	case typeJPEG:
		return jpeg.Decode(bytes.NewReader(content))
	case typePNG:
		return png.Decode(bytes.NewReader(content))
	}
	return webp.Decode(bytes.NewReader(content))
}

// shrink copies a picture, at most LongestSide wide and high. Every pixel of the
// copy is the mean of the pixels it stands for, taken strip by strip, so that a
// large picture never lies in memory a second time.
func shrink(source image.Image) *image.RGBA {
	from := source.Bounds()
	width, height := fit(from.Dx(), from.Dy())
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		top, bottom := y*from.Dy()/height, (y+1)*from.Dy()/height
		strip := image.NewRGBA(image.Rect(0, 0, from.Dx(), bottom-top))
		draw.Draw(strip, strip.Bounds(), source, from.Min.Add(image.Pt(0, top)), draw.Src)
		meanRow(small, y, strip)
	}
	return small
}

func fit(width, height int) (int, int) {
	longest := max(width, height)
	if longest <= LongestSide {
		return width, height
	}
	return max(1, width*LongestSide/longest), max(1, height*LongestSide/longest)
}

func meanRow(small *image.RGBA, y int, strip *image.RGBA) {
	width, wide, high := small.Bounds().Dx(), strip.Bounds().Dx(), strip.Bounds().Dy()
	for x := range width {
		left, right := x*wide/width, (x+1)*wide/width
		var sum [4]int
		for row := range high {
			line := strip.Pix[row*strip.Stride+left*4 : row*strip.Stride+right*4]
			for i, value := range line {
				sum[i&3] += int(value)
			}
		}
		count := (right - left) * high
		at := small.PixOffset(x, y)
		for i := range sum {
			small.Pix[at+i] = uint8((sum[i] + count/2) / count)
		}
	}
}

// turn brings a picture the right way up; way is the EXIF orientation 1 to 8.
func turn(picture *image.RGBA, way int) *image.RGBA {
	if way <= 1 || way > 8 {
		return picture
	}
	width, height := picture.Bounds().Dx(), picture.Bounds().Dy()
	turned := image.NewRGBA(image.Rect(0, 0, width, height))
	if way >= 5 {
		turned = image.NewRGBA(image.Rect(0, 0, height, width))
	}
	for y := range height {
		for x := range width {
			toX, toY := place(way, x, y, image.Pt(width-1, height-1))
			from, to := picture.PixOffset(x, y), turned.PixOffset(toX, toY)
			copy(turned.Pix[to:to+4], picture.Pix[from:from+4])
		}
	}
	return turned
}

// place says where a stored pixel belongs (EXIF 2.32, tag 0112).
func place(way, x, y int, last image.Point) (int, int) {
	switch way {
	case 2:
		return last.X - x, y
	case 3:
		return last.X - x, last.Y - y
	case 4:
		return x, last.Y - y
	case 5:
		return y, x
	case 6:
		return last.Y - y, x
	case 7:
		return last.Y - y, last.X - x
	case 8:
		return y, last.X - x
	}
	return x, y
}
