using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Numbers;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Numbers;

/// <summary>Reads where each number is on target and where it is red, and when a month is frozen.</summary>
public sealed class SeeZones(DeskSource database, TimeProvider clock)
{
    /// <summary>What the zones are kept under.</summary>
    internal const string Name = "number_zones";

    /// <summary>The zones as they hold today, with their versions.</summary>
    public async Task<Setting<NumberZones>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var history = await SettingDocument.HistoryAsync(connection, null, Name, cancellation);
        return new(await InForceAsync(connection, today, cancellation), history.Count == 0 ? 0 : history[0].Version, history);
    }

    /// <summary>The zones that hold on a day.</summary>
    internal static async Task<NumberZones> InForceAsync(NpgsqlConnection connection, DateOnly today, CancellationToken cancellation)
        => await SettingDocument.InForceAsync<NumberZones>(connection, null, Name, today, cancellation) ?? NumberZones.Shipped;
}
