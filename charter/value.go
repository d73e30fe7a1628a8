package charter

// readValues turns the raw cells of s into values. above is the row before it,
// which may be nil; cells listed in s.Inherits take the value of that row.
func (s *Service) readValues(above *Service) {
}
