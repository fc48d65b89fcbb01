using System.Text;
using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Documents;

public sealed class DocumentTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static readonly Actor Lead = new(Guid.NewGuid(), "Lee", Roles.Of(Roles.Lead), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A biller behind the practice's wall.</summary>
    private Actor Biller => new(Guid.NewGuid(), "Bo", Roles.Of(Roles.Biller), new HashSet<int> { desk.Practice });

    [Fact]
    public async Task A_document_is_locked_where_it_lies_and_opens_as_it_came_for_whoever_sees_the_practice_with_a_line_in_the_read_journal()
    {
        var (denial, bo) = (await DenyAsync(), Biller);
        var bytes = Pdf("SECRET-NOTES-OF-JANE");

        var kept = (await AddAsync(denial, bytes, bo)).Document!;

        Assert.Equal(("application/pdf", "notes.pdf", 1, "Clinical notes"), (kept.MediaType, kept.FileName, kept.Version, kept.Title));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from document_content where position($1::bytea in content) > 0 or position($1::bytea in locked_key) > 0", Encoding.ASCII.GetBytes("SECRET-NOTES")));
        Assert.Equal(bytes, (await OpenAsync(kept, bo)).Content);
        Assert.Null((await OpenAsync(kept, bo with { PracticeIds = new HashSet<int> { desk.Practice + 1000 } })).Content);
        var history = await desk.Get<SeeDocumentHistory>().Run(new() { PracticeId = desk.Practice, SeriesId = kept.SeriesId }, Lead, Stop);
        Assert.Equal(["read.document", "document.added"], history!.Events.Select(e => e.Action));
        // Another test of this desk moves the bytes of its own documents.
        Assert.DoesNotContain(await DocumentProof.FaultsAsync(desk.Database, desk.Get<DocumentKey>(), Stop), f => f.StartsWith($"Document {kept.DocumentId} ", StringComparison.Ordinal));
        Assert.Contains(await DocumentProof.FaultsAsync(desk.Database, DocumentKey.Of([.. Enumerable.Repeat((byte)7, 32)]), Stop), f => f.Contains("another documents.key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bytes_moved_to_another_row_do_not_open_and_rows_are_never_changed()
    {
        var denial = await DenyAsync();
        var (one, two) = ((await AddAsync(denial, Pdf("one"), Biller)).Document!, (await AddAsync(denial, Pdf("two"), Biller)).Document!);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.ScalarAsync("update document set title = 'x' where document_id = $1", one.DocumentId));
        await desk.ScalarAsync(
            $"""
            alter table document_content disable trigger document_content_only_grows;
            update document_content t set locked_key = s.locked_key, content = s.content from document_content s where t.document_id = {one.DocumentId} and s.document_id = {two.DocumentId};
            alter table document_content enable trigger document_content_only_grows;
            """);

        Assert.Equal("document_locked", (await OpenAsync(one, Lead)).Refusal?.Code);
        Assert.NotNull((await OpenAsync(two, Lead)).Content);
    }

    [Fact]
    public async Task A_newer_version_stands_in_the_list_the_same_file_twice_is_refused_and_what_was_taken_out_is_put_back()
    {
        var (denial, bo) = (await DenyAsync(), Biller);
        var first = (await AddAsync(denial, Pdf("v1"), bo)).Document!;

        Assert.Equal("document_there", (await AddAsync(denial, Pdf("v1"), bo)).Refusal?.Code);
        Assert.Equal("document_kind", (await AddAsync(denial, "<html>"u8.ToArray(), bo)).Refusal?.Code);
        var second = (await AddAsync(denial, Pdf("v2"), bo, replaces: first.DocumentId)).Document!;
        Assert.Equal((2, first.SeriesId), (second.Version, second.SeriesId));
        Assert.Equal([second.DocumentId], (await SeeAsync(denial)).Documents.Select(d => d.DocumentId));

        Assert.Equal("withdraw_reason", (await desk.Get<WithdrawDocument>().Run(new() { PracticeId = desk.Practice, SeriesId = first.SeriesId }, bo, Stop))?.Code);
        Assert.Null(await desk.Get<WithdrawDocument>().Run(new() { PracticeId = desk.Practice, SeriesId = first.SeriesId, Because = "another patient" }, bo, Stop));
        Assert.Equal(DocumentStanding.Missing, Notes(await SeeAsync(denial)));
        Assert.Null(await desk.Get<WithdrawDocument>().Run(new() { PracticeId = desk.Practice, SeriesId = first.SeriesId, Back = true }, bo, Stop));
        Assert.Equal(DocumentStanding.Added, Notes(await SeeAsync(denial)));
    }

    [Fact]
    public async Task What_is_missing_is_asked_of_a_department_once_and_a_document_of_its_kind_answers_it()
    {
        var (denial, bo) = (await DenyAsync(), Biller);
        var today = (await SeeAsync(denial)).Today;
        var ask = new AskForDocument.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Kind = DocumentKind.ClinicalNotes, Department = "Coding", DueOn = today };

        Assert.Equal([DocumentKind.ClinicalNotes], await MissingAsync(denial, today));
        Assert.Null(await desk.Get<AskForDocument>().Run(ask, bo, Stop));
        Assert.Null(await desk.Get<AskForDocument>().Run(ask, bo, Stop));
        Assert.Equal("request_open", (await desk.Get<AskForDocument>().Run(ask with { CommandId = Guid.NewGuid() }, bo, Stop))?.Code);
        Assert.Equal("request_due", (await desk.Get<AskForDocument>().Run(ask with { CommandId = Guid.NewGuid(), DueOn = today.AddDays(-1) }, bo, Stop))?.Code);
        Assert.Equal(DocumentStanding.Requested, Notes(await SeeAsync(denial)));
        Assert.Contains((await desk.Get<ListDocumentRequests>().Run(new() { Department = "Coding" }, bo, Stop)).Rows, r => r.DenialId == denial && r.State == "open");

        var request = (await SeeAsync(denial)).Requests.Single();
        Assert.Equal("request_words", (await SettleAsync(request, SettleDocumentRequest.Act.Refused, ""))?.Code);
        Assert.Null(await SettleAsync(request, SettleDocumentRequest.Act.Refused, "not ours"));
        Assert.Equal("request_settled", (await SettleAsync(request, SettleDocumentRequest.Act.Drop, ""))?.Code);
        Assert.Null(await SettleAsync(request, SettleDocumentRequest.Act.Reopen, ""));
        var kept = (await AddAsync(denial, Pdf("answer"), bo)).Document!;

        Assert.Equal(kept.DocumentId, await desk.ScalarAsync("select document_id from document_request where request_id = $1 and state = 'answered'", request.RequestId));
        Assert.Empty(await MissingAsync(denial, today));
    }

    [Fact]
    public async Task A_lead_lets_a_denial_go_without_a_document_with_a_reason_and_a_biller_does_not()
    {
        var denial = await DenyAsync();
        var today = (await SeeAsync(denial)).Today;
        var waive = new WaiveDocument.Input { PracticeId = desk.Practice, DenialId = denial, Kind = DocumentKind.ClinicalNotes, Reason = "The payer has them" };

        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<WaiveDocument>().Run(waive, Biller, Stop));
        Assert.Equal("waive_reason", (await desk.Get<WaiveDocument>().Run(waive with { Reason = " " }, Lead, Stop))?.Code);
        Assert.Null(await desk.Get<WaiveDocument>().Run(waive, Lead, Stop));
        Assert.Equal("Lee", (await SeeAsync(denial)).Waivers.Single().By);
        Assert.Empty(await MissingAsync(denial, today));
        Assert.Null(await desk.Get<WaiveDocument>().Run(waive with { Back = true }, Lead, Stop));
        Assert.Equal([DocumentKind.ClinicalNotes], await MissingAsync(denial, today));
    }

    [Fact]
    public async Task The_rules_of_the_desk_take_the_place_of_the_shipped_ones()
    {
        var admin = new Actor(Guid.NewGuid(), "Ada", Roles.Of(Roles.Admin), null);
        var denial = await DenyAsync("duplicate");
        var shipped = await desk.Get<SeeDocumentRules>().Run(admin, Stop);
        var rules = shipped.Body with { Lines = [new(null, DocumentKind.PayerForm, true, "They all want it")] };

        Assert.Null(await desk.Get<EditDocumentRules>().Run(new() { Version = shipped.Newest, Rules = rules }, admin, Stop));
        Assert.Equal("setting_changed", (await desk.Get<EditDocumentRules>().Run(new() { Version = shipped.Newest, Rules = rules }, admin, Stop))?.Code);
        Assert.Equal([DocumentKind.PayerForm], (await SeeAsync(denial)).Required.Select(r => r.Rule.Kind));
        Assert.Null(await desk.Get<EditDocumentRules>().Run(new() { Version = shipped.Newest + 1, Rules = DocumentRules.Shipped }, admin, Stop));
    }

    private static byte[] Pdf(string text) => Encoding.ASCII.GetBytes($"%PDF-1.4\n{text}\n%%EOF\n");

    private static DocumentStanding Notes(DocumentsView view) => view.Required.Single(r => r.Rule.Kind == DocumentKind.ClinicalNotes).Standing;

    private async Task<long> DenyAsync(string category = "documentation")
        => await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = await desk.Rows.PayerAsync("Acme"), Denied = 80m, Category = category });

    private async Task<AddDocument.Result> AddAsync(long denial, byte[] bytes, Actor actor, long? replaces = null)
    {
        using var content = new MemoryStream(bytes);
        return await desk.Get<AddDocument>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Kind = DocumentKind.ClinicalNotes, FileName = "../scans/notes.pdf", Content = content, Replaces = replaces }, actor, Stop);
    }

    private Task<OpenDocument.Result> OpenAsync(DocumentRow document, Actor actor)
        => desk.Get<OpenDocument>().Run(new() { PracticeId = desk.Practice, DocumentId = document.DocumentId }, actor, Stop);

    private async Task<DocumentsView> SeeAsync(long denial) => (await desk.Get<SeeDocuments>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, Lead, Stop))!;

    private Task<Domain.Refusal?> SettleAsync(RequestOfDenial request, SettleDocumentRequest.Act act, string words)
        => desk.Get<SettleDocumentRequest>().Run(new() { PracticeId = desk.Practice, RequestId = request.RequestId, Act = act, Words = words }, Lead, Stop);

    private async Task<IReadOnlyList<DocumentKind>> MissingAsync(long denial, DateOnly today)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        return await RequiredDocuments.MissingAsync(connection, null, desk.Practice, denial, today, Stop);
    }
}
