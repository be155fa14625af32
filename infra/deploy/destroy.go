package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// down deletes the stack after the person has written its name. What people have entered stays: the table and the files are retained,
// and the table is protected against deletion.
func (d *deployer) down(ctx context.Context) error {
	s, err := d.stack(ctx)
	if err != nil {
		return err
	}
	if s == nil && !d.dry {
		return fmt.Errorf("there is no stack %s in %s", d.Stack, d.Region)
	}
	out := d.outputs(s)
	d.say("This ends %s: nobody reaches %s any more, no mail is sent.\nThe table %s and the files in %s stay; delete them by hand if that is what you want.",
		d.Stack, d.Parameters["Origin"], out["TableName"], out["FilesBucket"])
	if !d.dry {
		fmt.Fprintf(d.out, "Write the stack's name to go on: ")
		answer, _ := bufio.NewReader(d.in).ReadString('\n') // no answer is another name
		if strings.TrimSpace(answer) != d.Stack {
			return errors.New("that is not its name: nothing was done")
		}
	}
	there, err := d.list(ctx, out["WebBucket"])
	if err != nil {
		return err
	}
	if err := d.remove(ctx, out["WebBucket"], slices.Sorted(maps.Keys(there))...); err != nil {
		return err
	}
	d.say("cloudformation DeleteStack %s", d.Stack)
	if d.dry {
		return nil
	}
	if _, err := d.stacks.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: &d.Stack}); err != nil {
		return fmt.Errorf("delete stack %s: %w", d.Stack, err)
	}
	return d.gone(ctx)
}

// gone waits until the stack is deleted. CloudFront takes some minutes.
func (d *deployer) gone(ctx context.Context) error {
	for {
		s, err := d.stack(ctx)
		switch {
		case err != nil:
			return err
		case s == nil || s.StackStatus == types.StackStatusDeleteComplete:
			d.say("%s is gone", d.Stack)
			return nil
		case s.StackStatus == types.StackStatusDeleteFailed:
			return fmt.Errorf("stack %s can't be deleted: its events say why", d.Stack)
		}
		select {
		case <-time.After(d.wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
