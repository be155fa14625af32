// Package histories is a test of both sides at once: devices with the real replica, outbox and deeds, and the real server over the embedded
// engine, in histories made from a seed. Networks fail, apps are killed, clocks are wrong, rights change, and people want things. When
// all has come to rest, devices show what the server holds, each command was carried out once or came back, and nobody
// holds what they may not see.
//
//	make histories                                                      as many as every change must pass
//	go test ./functions/internal/model/histories -seed 17 -v            one of them, told step by step
//	make mutants-histories                                              plants faults and says which history finds each
package histories
