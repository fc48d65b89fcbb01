using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Practices;

/// <summary>Changes a practice's name, time zone, state, team minutes or identifiers; old and new go to the journal.</summary>
public sealed class EditPractice(DeskSource database, TimeProvider clock)
{
    private const string UniqueViolation = PostgresErrorCodes.UniqueViolation;

    /// <summary>The practice as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>Which practice.</summary>
        public required int PracticeId { get; init; }

        /// <summary>The version on the page; another one means somebody changed it meanwhile.</summary>
        public required int Version { get; init; }

        /// <summary>What people call it.</summary>
        public required string Name { get; init; }

        /// <summary>IANA name, "America/Chicago".</summary>
        public required string TimeZone { get; init; }

        /// <summary>Two letters, or empty.</summary>
        public string? State { get; init; }

        /// <summary>The team's working minutes a day.</summary>
        public required int MinutesPerDay { get; init; }

        /// <summary>How it is recognised in remittances.</summary>
        public required IReadOnlyList<PracticeIdentifier> Identifiers { get; init; }

        /// <summary>What is wrong with it, as a sentence; null when it can be saved.</summary>
        public Refusal? Check()
        {
            if (Name.Trim().Length is 0 or > 120) { return new("practice_name", "Give the practice a name of at most 120 letters."); }

            if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)) { return new("practice_zone", $"{TimeZone} is not a time zone this server knows. Choose one from the list."); }

            if (State is { Length: > 0 } && !(State.Length == 2 && State.All(char.IsAsciiLetterUpper))) { return new("practice_state", "The state has two capital letters, such as TX; leave it empty if the practice has none."); }

            if (MinutesPerDay is < 30 or > 20_000) { return new("practice_minutes", "Team minutes a day are 30 to 20,000: billers times the minutes each spends on denials."); }

            return Identifiers.Select(Check).FirstOrDefault(r => r is not null);
        }

        private static Refusal? Check(PracticeIdentifier identifier) => identifier.Kind switch
        {
            "npi" when identifier.Value.Length != 10 || !identifier.Value.All(char.IsAsciiDigit)
                => new("practice_npi", $"{identifier.Value} is not an NPI: it has ten digits."),
            "tin" when identifier.Value.Length != 9 || !identifier.Value.All(char.IsAsciiDigit)
                => new("practice_tin", $"{identifier.Value} is not a tax id: it has nine digits, without the dash."),
            _ => null,
        };
    }

    /// <summary>Null when saved, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePractices);
        if (!actor.Sees(input.PracticeId)) { return NotFound; }

        if (input.Check() is { } wrong) { return wrong; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var before = await ReadAsync(connection, transaction, input.PracticeId, cancellation);
        if (before is null) { return NotFound; }

        if (before.Version != input.Version) { return new("practice_changed", $"Someone changed {before.Name} while you were editing it. Open it again; nothing was saved."); }

        try
        {
            await SaveAsync(connection, transaction, input, cancellation);
        }
        catch (PostgresException taken) when (taken.SqlState == UniqueViolation)
        {
            return new("practice_identifier", "One of these identifiers already belongs to another practice. An NPI or tax id stands for one practice only.");
        }

        await Journal.AppendAsync(
            connection, transaction, actor, clock.GetUtcNow(), cancellation,
            new JournalEntry("practice.edited", "practice", input.PracticeId.ToString(System.Globalization.CultureInfo.InvariantCulture), input.PracticeId, before, input));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Refusal NotFound => new("practice_unknown", "There is no such practice. Choose one from the list.");

    private static async Task<PracticeRow?> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select name, time_zone, state, minutes_per_day, version,
                   array(select i.kind || ' ' || i.value from practice_identifier i where i.practice_id = p.practice_id order by i.kind, i.value)
            from practice p where practice_id = $1 for update of p
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(practiceId, rows.GetString(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetInt32(3), rows.GetInt32(4),
                [.. rows.GetFieldValue<string[]>(5).Select(i => i.Split(' ', 2)).Select(i => new PracticeIdentifier(i[0], i[1]))], 0, 0)
            : null;
    }

    private static async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("update practice set name = $2, time_zone = $3, state = $4, minutes_per_day = $5, version = version + 1 where practice_id = $1")
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.Name.Trim() }, new() { Value = input.TimeZone },
                new() { Value = string.IsNullOrEmpty(input.State) ? DBNull.Value : input.State, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = input.MinutesPerDay },
            },
        });
        batch.BatchCommands.Add(new("delete from practice_identifier where practice_id = $1") { Parameters = { new() { Value = input.PracticeId } } });
        foreach (var identifier in input.Identifiers.Distinct())
        {
            batch.BatchCommands.Add(new("insert into practice_identifier (kind, value, practice_id) values ($1, $2, $3)")
            {
                Parameters = { new() { Value = identifier.Kind }, new() { Value = identifier.Value }, new() { Value = input.PracticeId } },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
