package web

import (
	"context"

	"github.com/contrechamp/contrechamp/find"
)

func getAd(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Ad(ctx, r.id)
	return adPage{p}, err
}

func getAdvertisers(ctx context.Context, r *request) (any, error) {
	f, err := find.Keys.Parse(r.values)
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Advertisers(ctx, f)
	if err != nil {
		return nil, err
	}
	p.NextURL = r.on(p.NextURL)
	return advertisersPage{p}, nil
}

func getAdvertiser(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Advertiser(ctx, r.id)
	return advertiserPage{p}, err
}

func getAudiences(ctx context.Context, r *request) (any, error) {
	f, err := find.Keys.Parse(r.values)
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Audiences(ctx, f)
	if err != nil {
		return nil, err
	}
	p.NextURL = r.on(p.NextURL)
	return audiencesPage{p}, nil
}

func getAudience(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Audience(ctx, r.id)
	return audiencePage{p}, err
}

func getExclusions(ctx context.Context, r *request) (any, error) {
	f, err := find.Keys.Parse(r.values)
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Exclusions(ctx, f)
	if err != nil {
		return nil, err
	}
	p.NextURL = r.on(p.NextURL)
	return exclusionsPage{p}, nil
}

func getRemoved(ctx context.Context, r *request) (any, error) {
	f, err := find.Keys.Parse(r.values)
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Removed(ctx, f)
	if err != nil {
		return nil, err
	}
	ads := request{path: "/ads", form: r.form} // where the lists go on
	p.Gone.NextURL, p.Changed.NextURL = ads.on(p.Gone.NextURL), ads.on(p.Changed.NextURL)
	return removedPage{p}, nil
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
