package backfill

// InPages makes the pages as small as a test wants them.
func (b *Backfills) InPages(of int) *Backfills {
	b.page = of
	return b
}
