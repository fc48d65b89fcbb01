using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DenialDesk.App.Data;
using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Reports;

/// <summary>A schedule as it is made: with whose rights, what, for whom.</summary>
internal sealed record ReportWish(long ScheduleId, Guid OwnerId, string Name, string Page, string Query, string Format, Guid[] People);

/// <summary>Makes one report's file with the rights of its owner, locks it, and puts the mails about it in line; all or nothing.</summary>
internal sealed class ReportMaking(DeskSource database, IEnumerable<ReportSource> sources, ReportPrinting printing, DocumentKey key, DeskMail mail, TimeProvider clock)
{
    /// <summary>The id of the file, or the sentence why there is none. The wall of the owner's practices stands until the caller's next <see cref="Actor.Must"/>.</summary>
    /// <param name="madeFor">The due day; null: asked for by hand.</param>
    public async Task<(long? ReportId, string? Sentence)> MakeAsync(ReportWish wish, Actor owner, DateOnly? madeFor, Actor by, CancellationToken cancellation)
    {
        if (!owner.May(Permission.SeeTrends)) { return (null, "Its owner may no longer see these numbers."); }

        if (sources.FirstOrDefault(s => s.Page == wish.Page) is not { } source) { return (null, "The page it was made from is no longer there."); }

        owner.Must(Permission.SeeTrends);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var (practices, zone) = await PracticesAsync(connection, owner, cancellation);
        if (await source.Make(connection, wish.Query, owner, now, cancellation) is not { } report) { return (null, "What it was about is gone, or is in no practice of its owner's."); }

        var (content, sentence) = await FileAsync(report, wish.Format, owner, zone, cancellation);
        if (content is null) { return (null, sentence); }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var id = await KeepAsync(connection, transaction, wish, report, content, practices, madeFor, by, now, cancellation);
        await LineUpAsync(connection, transaction, id, [wish.OwnerId, .. wish.People], now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, by, now, cancellation,
            new JournalEntry("report.made", "report", id.ToString(CultureInfo.InvariantCulture), null, null, new { wish.ScheduleId, wish.Format, Practices = practices, Bytes = content.Length, People = wish.People.Length }));
        await transaction.CommitAsync(cancellation);
        return (id, null);
    }

    private async Task<(byte[]? Content, string? Sentence)> FileAsync(Report report, string format, Actor owner, TimeZoneInfo zone, CancellationToken cancellation)
    {
        switch (format)
        {
            case "xlsx":
                return (Workbook.Make(report), null);
            case "csv":
                return (Encoding.UTF8.GetBytes(CsvText.Write(report)), null);
            default:
                return printing.Print is { } print ? await print(report, owner.Name, zone, cancellation) : (null, "PDFs are made by the web server, which is not running here.");
        }
    }

    private async Task<long> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, ReportWish wish, Report report, byte[] content, int[] practices, DateOnly? madeFor, Actor by, DateTimeOffset now, CancellationToken cancellation)
    {
        var sha256 = SHA256.HashData(content);
        var locked = key.Lock(content, 0, sha256);
        await using var command = new NpgsqlCommand(
            """
            insert into report_file (schedule_id, owner_id, name, file_name, format, made_at, made_for, made_by_name, people, practices, bytes, sha256, key_name, locked_key, content)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning report_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = wish.ScheduleId }, new() { Value = wish.OwnerId }, new() { Value = wish.Name }, new() { Value = $"{report.FileName}.{wish.Format}" }, new() { Value = wish.Format },
                new() { Value = now }, new() { Value = (object?)madeFor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date }, new() { Value = by.Name }, new() { Value = wish.People }, new() { Value = practices },
                new() { Value = content.Length }, new() { Value = sha256 }, new() { Value = locked.KeyName }, new() { Value = locked.Key }, new() { Value = locked.Content },
            },
        };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>One mail a person who may still sign in; none where no mail is set up.</summary>
    private async Task LineUpAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long reportId, Guid[] people, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!mail.IsSetUp) { return; }

        await using var command = new NpgsqlCommand(
            "insert into report_mail (report_id, user_id, next_at) select $1, u.id, $3 from identity_users u where u.id = any($2) and u.disabled_at is null", connection, transaction)
        {
            Parameters = { new() { Value = reportId }, new() { Value = people }, new() { Value = now } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<(int[] Practices, TimeZoneInfo Zone)> PracticesAsync(NpgsqlConnection connection, Actor owner, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select practice_id, time_zone from practice where $1::int[] is null or practice_id = any($1) order by practice_id", connection)
        {
            Parameters = { new() { Value = (object?)owner.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer } },
        };
        var found = new List<int>();
        var zone = "America/New_York";
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (found.Count == 0) { zone = rows.GetString(1); }

            found.Add(rows.GetInt32(0));
        }

        return ([.. found], TimeZoneInfo.FindSystemTimeZoneById(zone));
    }
}
