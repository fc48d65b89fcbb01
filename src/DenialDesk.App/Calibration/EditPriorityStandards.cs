using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Calibration;

/// <summary>Keeps a new version of the minutes and starting odds that holds from today on, and ranks every queue by it.</summary>
public sealed class EditPriorityStandards(DeskSource database, TimeProvider clock)
{
    /// <summary>The standards as they are to be.</summary>
    public sealed record Input
    {
        /// <summary>The newest version on the page; 0 while the shipped one holds.</summary>
        public required int Version { get; init; }

        /// <summary>All of them.</summary>
        public required PriorityStandards Standards { get; init; }
    }

    /// <summary>Null when kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        if (input.Standards.Check() is { } wrong) { return wrong; }

        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        return await SettingDocument.KeepAsync(
            database, OddsBook.Name, input.Version, today, null, input.Standards, "the starting odds while you had them open", actor, clock.GetUtcNow(), cancellation,
            (connection, transaction) => RankAsync(connection, transaction, cancellation));
    }

    private async Task RankAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        foreach (var (practice, zone) in await PracticesAsync(connection, transaction, cancellation))
        {
            await Scoring.RescoreAsync(connection, transaction, practice, PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone)), cancellation);
        }
    }

    private static async Task<List<(int Id, string Zone)>> PracticesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select practice_id, time_zone from practice order by practice_id", connection, transaction);
        var found = new List<(int, string)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetInt32(0), rows.GetString(1))); }

        return found;
    }
}
