using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Certificates;

/// <summary>What a certificate is about: one remittance, one file or one month; all parts optional, as they stand in the address.</summary>
public sealed record CertificateScope
{
    public long? FileId { get; init; }

    public int? PracticeId { get; init; }

    public long? RemittanceId { get; init; }

    /// <summary>The first day of a month of remittance dates.</summary>
    public DateOnly? Month { get; init; }

    /// <summary>Whether anything is chosen; without a choice there is no certificate.</summary>
    public bool IsChosen => FileId is not null || RemittanceId is not null || Month is not null;

    /// <summary>
    /// The remittances in scope, as the table expression r. By primary key, remittance_file or remittance_day.
    /// </summary>
    internal const string Remittances =
        """
        r as materialized (
            select * from remittance
            where ($1::bigint is null or file_id = $1) and ($2::int is null or practice_id = $2) and ($3::bigint is null or remittance_id = $3)
              and ($4::date is null or (remit_date >= $4 and remit_date < ($4 + interval '1 month')::date)) and ($5::int[] is null or practice_id = any($5)))
        """;

    /// <summary>Parameters 1 to 5.</summary>
    internal void AddTo(NpgsqlCommand command, Actor actor)
    {
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(FileId, NpgsqlDbType.Bigint);
        Add(PracticeId, NpgsqlDbType.Integer);
        Add(RemittanceId, NpgsqlDbType.Bigint);
        Add(Month is { } month ? new DateOnly(month.Year, month.Month, 1) : null, NpgsqlDbType.Date);
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
    }
}
