package catalogue_test
import ("testing";"fmt";"dorgora/charter")
func TestZ(t *testing.T){ for _,f:=range charter.Lint(rupsha(t),charter.LintOptions{}) { if f.Serial=="3"&&f.Group=="citizen"||f.Serial=="" { fmt.Printf("%s %s %q %q\n",f.Code,f.Cell,f.Text,f.Severity)}} }
