package web

import (
	"context"

	"github.com/contrechamp/contrechamp/find"
)

func getAd(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	return r.site.Finder.Ad(ctx, r.id)
}

func getAdvertisers(ctx context.Context, r *request) (any, error) {
	f, err := find.ParseFilter(r.values)
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Advertisers(ctx, f)
	return advertisersPage{p}, err
}

func getAdvertiser(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	return r.site.Finder.Advertiser(ctx, r.id)
}

func getAudiences(ctx context.Context, r *request) (any, error) {
	f, err := find.ParseFilter(r.values)
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Audiences(ctx, f)
	return audiencesPage{p}, err
}

func getAudience(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	return r.site.Finder.Audience(ctx, r.id)
}

func getExclusions(ctx context.Context, r *request) (any, error) {
	f, err := find.ParseFilter(r.values)
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Exclusions(ctx, f)
	return exclusionsPage{p}, err
}

func getRemoved(ctx context.Context, r *request) (any, error) {
	f, err := find.ParseFilter(r.values)
	if err != nil {
		return nil, err
	}
	return r.site.Finder.Removed(ctx, f)
}

func getSources(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Sources(ctx)
	return sourcesPage{p}, err
}

func getHome(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	return r.site.Finder.Home(ctx)
}
