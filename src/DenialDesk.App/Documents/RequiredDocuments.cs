using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using Npgsql;

namespace DenialDesk.App.Documents;

/// <summary>The documents a denial needs, as one query and the rules tell: for the panel, the guard of paths and the packet.</summary>
internal static class RequiredDocuments
{
    /// <summary>What the rules are kept under.</summary>
    public const string Setting = "document_rules";

    // By primary keys; documents by document_claim; a submission and its acceptance by the keys of their links.
    private const string Facts =
        """
        select d.category,
               array(select distinct x.kind from document x where x.practice_id = d.practice_id and x.claim_id = d.claim_id and x.withdrawn_at is null),
               array(select w.kind from document_waiver w where w.practice_id = d.practice_id and w.denial_id = d.denial_id and w.ended_at is null),
               array(select q.kind from document_request q where q.practice_id = d.practice_id and q.denial_id = d.denial_id and q.state = 'open'),
               exists (select 1 from submission_link l where l.practice_id = d.practice_id and l.claim_id = d.claim_id),
               exists (select 1 from submission_link l
                       join acknowledgement_match m on m.practice_id = l.practice_id and m.submitted_id = l.submitted_id
                       join acknowledgement a on a.acknowledgement_id = m.acknowledgement_id
                       where l.practice_id = d.practice_id and l.claim_id = d.claim_id and a.outcome = 'accepted')
        from denial d where d.practice_id = $1 and d.denial_id = $2
        """;

    /// <summary>The list of one denial on a day; empty when there is no such denial.</summary>
    public static async Task<IReadOnlyList<RequiredDocument>> OfAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long denialId, DateOnly today, CancellationToken cancellation)
    {
        DocumentsAtHand at;
        DenialCategory category;
        await using (var command = new NpgsqlCommand(Facts, connection, transaction) { Parameters = { new() { Value = practiceId }, new() { Value = denialId } } })
        {
            await using var r = await command.ExecuteReaderAsync(cancellation);
            if (!await r.ReadAsync(cancellation)) { return []; }

            category = CodeNames.TryRead<DenialCategory>(r.GetString(0)) ?? DenialCategory.Other;
            at = new(Kinds(r, 1), FromFiles(r.GetBoolean(4), r.GetBoolean(5)), Kinds(r, 2), Kinds(r, 3));
        }

        var rules = await SettingDocument.InForceAsync<DocumentRules>(connection, transaction, Setting, today, cancellation) ?? DocumentRules.Shipped;
        return RequiredDocument.Of(rules, category, at);
    }

    /// <summary>The kinds that are needed and neither there nor waived: what stands in the way of sending.</summary>
    public static async Task<IReadOnlyList<DocumentKind>> MissingAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long denialId, DateOnly today, CancellationToken cancellation)
        => [.. (await OfAsync(connection, transaction, practiceId, denialId, today, cancellation)).Where(d => d.Blocks).Select(d => d.Rule.Kind)];

    /// <summary>What the desk has of itself: a denial came in a remittance; the claim and its acceptance came in the practice's own files.</summary>
    private static HashSet<DocumentKind> FromFiles(bool submitted, bool accepted)
    {
        var found = new HashSet<DocumentKind> { DocumentKind.DenialRemittance };
        if (submitted) { found.Add(DocumentKind.OriginalClaim); }

        if (accepted) { found.Add(DocumentKind.Acceptance); }

        return found;
    }

    private static HashSet<DocumentKind> Kinds(NpgsqlDataReader r, int column)
        => [.. r.GetFieldValue<string[]>(column).Select(CodeNames.TryRead<DocumentKind>).OfType<DocumentKind>()];
}
