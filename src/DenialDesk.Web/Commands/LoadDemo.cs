using System.Diagnostics;
using System.Globalization;
using DenialDesk.App.Calibration;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Samples;

namespace DenialDesk.Web.Commands;

/// <summary>Loads the demo practice's year through the same import that a user's files take; a second start finds it loaded.</summary>
public sealed class LoadDemo(
    PrepareDemo prepare, FinishDemo finish, ImportFile import, ListPractices practices, EditPractice edit, PlayDemo play, WorkDemo work, LearnDemo learn, SeeLanePrice lane, PreventionDemo prevention, EndsDemo ends, TimeProvider clock)
{
    /// <summary>One seed, so that every demo is the same practice; its year ends on the day it is loaded.</summary>
    private const int Seed = 7;

    private const string TimeZone = "America/Chicago";

    /// <summary>Makes the demo ready and tells how on <paramref name="say"/>; a refusal when the database belongs to a real desk.</summary>
    /// <param name="folder">Where the demo's files are written, so that they can be looked at; made when missing.</param>
    /// <param name="say">What a person reads in the terminal.</param>
    /// <param name="cancellation">Stops between two files; the next start goes on where this one ended.</param>
    public async Task<Refusal?> Run(string folder, TextWriter say, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);
        var demo = await prepare.Run(new() { LastDay = today }, Actor.Desk, cancellation);
        if (demo.Refusal is not null) { return demo.Refusal; }

        if (!demo.Loaded)
        {
            var manifest = DemoPractice.Write(folder, Seed, demo.LastDay);
            await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Loading the demo practice: {manifest.Files.Count} files, {manifest.Claims:N0} claims, {manifest.Denials} denials."));
            await LoadAsync(folder, manifest, cancellation);
            await play.Run(today, Actor.Desk, cancellation);
            await work.Run(today, cancellation);
            await learn.Run(Actor.Desk, cancellation);
            await lane.Run(new(), Actor.Desk, cancellation);
            await prevention.Run(today, cancellation);
            await ends.Run(today, cancellation);
            await finish.Run(Actor.Desk, cancellation);
            await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Loaded in {watch.Elapsed.TotalSeconds:0} s. The files are in {folder}."));
        }

        await say.WriteLineAsync("Demo sign-ins, for this demo only:");
        foreach (var person in PrepareDemo.People.OrderBy(p => Roles.Of(p.Role).Count))
        {
            await say.WriteLineAsync($"  {person.Role,-8} {person.UserName,-22} {person.Password}");
        }

        return null;
    }

    private async Task LoadAsync(string folder, DemoManifest manifest, CancellationToken cancellation)
    {
        var placed = false;
        foreach (var file in manifest.Files)
        {
            await using var content = File.OpenRead(Path.Combine(folder, file.Name));
            await import.Run(new() { Content = content, Name = file.Name, Source = ImportFile.Source.Demo, Rank = file == manifest.Files[^1] }, Actor.Desk, cancellation);
            placed = placed || await PlaceAsync(cancellation);
        }
    }

    /// <summary>Says where the practice is as soon as a remittance has named it: the state chooses appeal windows.</summary>
    private async Task<bool> PlaceAsync(CancellationToken cancellation)
    {
        if ((await practices.Run(Actor.Desk, cancellation)) is not [var practice])
        {
            return false;
        }

        var refusal = await edit.Run(
            new()
            {
                PracticeId = practice.PracticeId,
                Version = practice.Version,
                Name = "Cedar Bend Medical Group",
                TimeZone = TimeZone,
                State = "TX",
                MinutesPerDay = practice.MinutesPerDay,
                Identifiers = practice.Identifiers,
            },
            Actor.Desk,
            cancellation);
        return refusal is null;
    }
}
