package store

import (
	"slices"
	"sort"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// jobEvery is how often a running job is asked how far it is.
const jobEvery = 700 * time.Millisecond

// job is a job that is shown.
type job struct {
	reply  route.JobReply
	said   string
	asking bool
	closed bool
}

// AllJobs lists the jobs that run, stand still or have just ended, latest first.
func AllJobs() []route.JobReply {
	var out []route.JobReply
	for _, j := range the.jobs {
		if !j.closed {
			out = append(out, j.reply)
		}
	}
	return out
}

// maxRecent is how many jobs the list of what has happened shows.
const maxRecent = 12

// RecentJobs lists what is under way and what has ended in the last days, also those whose card was closed, latest first.
func RecentJobs() []route.JobReply {
	var out []route.JobReply
	for _, j := range the.jobs {
		out = append(out, j.reply)
	}
	for _, r := range the.ended {
		if the.job(r.ID) == nil {
			out = append(out, r)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Started.After(out[j].Started) })
	return out[:min(len(out), maxRecent)]
}

// JobHere returns a job that the store follows.
func JobHere(id org.JobID) (route.JobReply, bool) {
	if j := the.job(id); j != nil {
		return j.reply, true
	}
	return route.JobReply{}, false
}

func (s *Store) job(id org.JobID) *job {
	for _, j := range s.jobs {
		if j.reply.ID == id {
			return j
		}
	}
	return nil
}

// Follow shows a job and asks how far it is until it ends.
func Follow(_ app.Context, reply route.JobReply) { the.follow(reply, "") }

// Begun notes that a job has begun which is no command, and which position its maker had looked at.
func Begun(id org.JobID, base uint64) {
	Replica().Began(id, base)
	the.keep()
}

// CloseJob stops showing a job; it goes on.
func CloseJob(_ app.Context, id org.JobID) {
	if j := the.job(id); j != nil {
		j.closed = true
		the.post(Jobs)
	}
}

// started follows a job that a command has become.
func (s *Store) started(j replica.Started) { s.follow(j.Job, j.Said) }

func (s *Store) follow(reply route.JobReply, said string) {
	j := s.job(reply.ID)
	if j == nil {
		j = &job{said: said}
		s.jobs = append([]*job{j}, s.jobs...)
	}
	j.reply, j.closed = reply, false
	s.post(Jobs)
	s.ask(j)
}

// moving says whether a job will be further on a moment later.
func moving(s route.JobState) bool { return s == route.JobRunning || s == route.JobStopping }

// ask asks how far a job is for as long as it moves, and fetches the changes it has made.
func (s *Store) ask(j *job) {
	if j.asking || !moving(j.reply.State) || s.replica == nil {
		return
	}
	j.asking = true
	turn, tenant, id := s.sync.turn, s.replica.TenantID(), j.reply.ID
	s.after(jobEvery, func() {
		s.run(func() func() {
			reply, err := s.client.Job(tenant, id)
			return func() {
				j.asking = false
				if turn != s.sync.turn {
					return
				}
				if err == nil {
					s.moved(j, reply)
				} else if client.Gone(err) {
					s.lock()
					return
				}
				s.ask(j)
			}
		})
	})
}

func (s *Store) moved(j *job, reply route.JobReply) {
	if j.reply.Done != reply.Done || j.reply.State != reply.State {
		s.pull()
	}
	ended := moving(j.reply.State) && reply.State == route.JobDone
	s.failed(reply)
	j.reply = reply
	s.post(Jobs)
	if ended && j.said != "" && len(reply.Entries) > 0 {
		back := slices.Clone(reply.Entries)
		slices.Reverse(back)
		s.notice(Notice{Text: j.said, Entries: back})
		if reply.Refused == 0 {
			j.closed = true
		}
	}
}

// failed brings a job that has failed back as the command that it was.
func (s *Store) failed(reply route.JobReply) {
	if reply.State != route.JobFailed {
		return
	}
	before := s.replica.Version()
	s.replica.Failed(reply.ID, reply.Fault)
	if s.replica.Version() != before {
		s.changed()
	}
}

// findJobs shows again what was under way when the page was loaded anew.
func (s *Store) findJobs() {
	if s.replica == nil || s.state != SignedIn {
		return
	}
	s.device.sought = true
	turn, tenant := s.sync.turn, s.replica.TenantID()
	s.run(func() func() {
		reply, err := s.client.Jobs(tenant)
		return func() {
			if err != nil || turn != s.sync.turn {
				return
			}
			s.ended = reply.Jobs
			s.post(Jobs)
			for _, r := range reply.Jobs {
				s.failed(r)
			}
			for _, r := range slices.Backward(reply.Jobs) {
				if moving(r.State) || r.State == route.JobStopped {
					s.follow(r, "")
				}
			}
		}
	})
}

// StopJob asks a job to stop after its present step.
func StopJob(ctx app.Context, id org.JobID) { the.steer(id, the.client.StopJob) }

// ResumeJob lets a stopped job go on.
func ResumeJob(ctx app.Context, id org.JobID) { the.steer(id, the.client.ResumeJob) }

func (s *Store) steer(id org.JobID, call func(org.TenantID, org.JobID) (route.JobReply, error)) {
	if s.replica == nil {
		return
	}
	turn, tenant := s.sync.turn, s.replica.TenantID()
	s.run(func() func() {
		reply, err := call(tenant, id)
		return func() {
			if turn != s.sync.turn {
				return
			}
			if err != nil {
				s.notice(Notice{Text: say(err)})
				return
			}
			s.follow(reply, "")
		}
	})
}
