package bangla_test
import ("testing";"dorgora/bangla";"dorgora/bangla/bijoytest";"strings";"time")
func TestTmp(t *testing.T){
 ch:=read(t,"charter-rupsha.txt")
 for len(ch)<2<<20 {ch+=ch}
 bj:=bijoytest.Write(ch)
 en:=strings.Repeat(englishText,2<<20/len(englishText))
 for n,s:=range map[string]string{"uni":ch,"bijoy":bj,"en":en,"one":strings.Repeat("a",2<<20),"ddd":strings.Repeat("\u2021",700000),"us":strings.Repeat("_",2<<20),"json":strings.Repeat("\\u2021",300000)} {
  a:=time.Now(); bangla.ConvertMixed(s); b:=time.Now(); bangla.FromBijoy(s); c:=time.Now(); bangla.Fold(s); d:=time.Now();bangla.Normal(s);e:=time.Now();bangla.Sounds(s); f:=time.Now()
  t.Log(n,len(s),"mixed",b.Sub(a),"from",c.Sub(b),"fold",d.Sub(c),"normal",e.Sub(d),"sounds",f.Sub(e))
 }
}
