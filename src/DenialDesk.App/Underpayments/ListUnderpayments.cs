using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Underpayments;

/// <summary>One line that fell short, or has to be looked at.</summary>
/// <param name="Expected">Null when a person has to look.</param>
/// <param name="Basis">contract, medicare, usual or look.</param>
public sealed record UnderpaymentRow(
    long UnderpaymentId, int PracticeId, string Account, string Payer, int PayerId, string Code, string Modifiers, decimal Units, DateOnly Service, DateOnly Remitted, decimal Charge, decimal Allowed,
    decimal? Expected, decimal Shortfall, string Basis, string Sentence, string State, long? DisputeId, decimal Recovered, long FileId, long RemittanceId, int Position);

/// <summary>Dollars of one payer.</summary>
public sealed record UnderpaymentSum(int PayerId, string Payer, long Lines, decimal Shortfall, decimal Recovered);

/// <summary>A page of lines, with sums by payer under the same filters.</summary>
public sealed record UnderpaymentList(IReadOnlyList<UnderpaymentRow> Rows, IReadOnlyList<UnderpaymentSum> Sums);

/// <summary>Paid lines short of the contract, the largest shortfall first, with sums by payer.</summary>
public sealed class ListUnderpayments(DeskSource database, TimeProvider clock)
{
    private const string Where =
        """
        ($1::int[] is null or u.practice_id = any($1)) and u.state = $2 and ($3::int is null or u.payer_id = $3 or u.payer_id in (select m.payer_id from payer m where m.merged_into = $3)) and ($4::text is null or u.code = $4) and ($5::int is null or u.practice_id = $5)
        and ($6::text is null or u.basis = $6) and ($7::date is null or u.remit_date >= $7)
        """;

    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>open, look, disputed, recovered or dropped.</summary>
        public string State { get; init; } = "open";

        public int? Payer { get; init; }

        /// <summary>A procedure code.</summary>
        public string? Code { get; init; }

        public int? Practice { get; init; }

        /// <summary>contract, medicare or usual.</summary>
        public string? Basis { get; init; }

        /// <summary>First day of the remittances; any day when left out.</summary>
        public DateOnly? From { get; init; }

        /// <summary>Goes on below this shortfall and number, "12.50_77".</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>Where a row stands in the order.</summary>
    public static string KeyOf(UnderpaymentRow row) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.Shortfall:0.00}_{row.UnderpaymentId}");

    /// <summary>Rows and sums.</summary>
    public async Task<UnderpaymentList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var rows = await RowsAsync(input, actor, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.underpayments_exported" : "read.underpayments", "underpayments", $"{rows.Count}", Shown: [.. rows.Select(r => r.UnderpaymentId)]), cancellation);
        }

        // Index underpayment_largest.
        await using var command = Command(
            $"select u.payer_id, p.name, count(*), sum(u.shortfall), sum(u.recovered) from underpayment u join payer p on p.payer_id = u.payer_id where {Where} group by 1, 2 order by 4 desc, 2", input, actor);
        var sums = new List<UnderpaymentSum>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { sums.Add(new(r.GetInt32(0), r.GetString(1), r.GetInt64(2), r.GetDecimal(3), r.GetDecimal(4))); }

        return new(rows, sums);
    }

    private async Task<List<UnderpaymentRow>> RowsAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        var after = input.After?.Split('_') is [var dollars, var number]
            && decimal.TryParse(dollars, System.Globalization.CultureInfo.InvariantCulture, out var shortfall) && long.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var id) ? (shortfall, id) : ((decimal, long)?)null;
        // Index underpayment_largest; the line's remittance by key.
        await using var command = Command(
            $"""
            select u.underpayment_id, u.practice_id, u.account, p.name, u.payer_id, u.code, u.modifiers, u.units, u.service_on, u.remit_date, u.charge, u.allowed, u.expected, u.shortfall, u.basis, u.sentence,
                   u.state, u.dispute_id, u.recovered, m.file_id, m.remittance_id, a.position
            from underpayment u join payer p on p.payer_id = u.payer_id
            join adjudication a on a.practice_id = u.practice_id and a.adjudication_id = u.adjudication_id
            join remittance m on m.practice_id = a.practice_id and m.remittance_id = a.remittance_id
            where {Where} and ($8::numeric is null or (u.shortfall, u.underpayment_id) < ($8, $9)) order by u.shortfall desc, u.underpayment_id desc limit $10
            """, input, actor);
        command.Parameters.Add(new() { Value = (object?)after?.Item1 ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
        command.Parameters.Add(new() { Value = (object?)after?.Item2 ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var found = new List<UnderpaymentRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(Read(r)); }

        return found;
    }

    private static UnderpaymentRow Read(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetInt32(4), r.GetString(5), r.GetString(6), r.GetDecimal(7), r.GetFieldValue<DateOnly>(8), r.GetFieldValue<DateOnly>(9), r.GetDecimal(10),
        r.GetDecimal(11), r.IsDBNull(12) ? null : r.GetDecimal(12), r.GetDecimal(13), r.GetString(14), r.GetString(15), r.GetString(16), r.IsDBNull(17) ? null : r.GetInt64(17), r.GetDecimal(18),
        r.GetInt64(19), r.GetInt64(20), r.GetInt32(21));

    private NpgsqlCommand Command(string sql, Input input, Actor actor)
    {
        var command = database.CreateCommand(sql);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.State, NpgsqlDbType.Text);
        Add(input.Payer, NpgsqlDbType.Integer);
        Add(string.IsNullOrWhiteSpace(input.Code) ? null : input.Code.Trim().ToUpperInvariant(), NpgsqlDbType.Text);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(string.IsNullOrEmpty(input.Basis) ? null : input.Basis, NpgsqlDbType.Text);
        Add(input.From, NpgsqlDbType.Date);
        return command;
    }
}
