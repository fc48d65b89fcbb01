using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Underpayments;

/// <summary>One import of rates.</summary>
public sealed record FeeImportRow(long ImportId, string? Practice, string Kind, string Name, int Rates, int Wrong, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? RolledBackAt, string? RolledBackBy, string Payers);

/// <summary>The imports, and how many payers wait to be compared again.</summary>
public sealed record FeeList(IReadOnlyList<FeeImportRow> Imports, long Waiting);

/// <summary>Schedules and rates that were brought in, the newest first.</summary>
public sealed class ListFees(DeskSource database)
{
    /// <summary>The imports.</summary>
    public async Task<FeeList> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePayers);
        // Few rows; each one's payers by fee_rate_import.
        await using var command = database.CreateCommand(
            """
            select i.import_id, p.name, i.kind, i.name, i.rates, i.wrong, i.made_at, i.made_name, i.rolled_back_at, i.rolled_back_name,
                   coalesce((select string_agg(x.name, ', ' order by x.name) from (select distinct y.name from fee_rate r join payer y on y.payer_id = r.payer_id where r.import_id = i.import_id limit 5) x), 'Medicare')
            from fee_import i left join practice p on p.practice_id = i.practice_id where $1::int[] is null or i.practice_id is null or i.practice_id = any($1) order by i.import_id desc limit 200
            """);
        var scope = new NpgsqlParameter { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
        command.Parameters.Add(scope);
        var found = new List<FeeImportRow>();
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation))
            {
                found.Add(new(
                    r.GetInt64(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt32(4), r.GetInt32(5), r.GetFieldValue<DateTimeOffset>(6), r.GetString(7),
                    r.IsDBNull(8) ? null : r.GetFieldValue<DateTimeOffset>(8), r.IsDBNull(9) ? null : r.GetString(9), r.GetString(10)));
            }
        }

        await using var waiting = database.CreateCommand("select count(*) from fee_recount where $1::int[] is null or practice_id = any($1)");
        waiting.Parameters.Add(new() { Value = scope.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        return new(found, (long)(await waiting.ExecuteScalarAsync(cancellation))!);
    }
}
