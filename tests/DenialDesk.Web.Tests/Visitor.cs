using System.Net;
using System.Text.RegularExpressions;

namespace DenialDesk.Web.Tests;

/// <summary>Somebody who asks for pages over plain HTTP, with cookies, following no redirect by themselves.</summary>
public sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    public Visitor(string url)
    {
        Url = url;
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = new Uri(url) };
    }

    public string Url { get; }

    public CookieContainer Cookies { get; } = new();

    public async Task<HttpResponseMessage> GetAsync(string path) => await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<string> ReadAsync(string path) => await _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) { request.Headers.Add(name, value); }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens the page of a form, fills it and sends it with what the page hides in it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await ReadAsync(path);
        var hidden = Hidden().Matches(page).Select(m => (Name: Attribute(m.Value, "name"), Value: Attribute(m.Value, "value"))).Where(f => f.Name.Length > 0);
        using var form = new FormUrlEncodedContent(hidden.Concat(fields).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await _http.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts what a live page posts: the token stands in the document's head.</summary>
    public async Task<HttpResponseMessage> PostFromPageAsync(string page, string path)
    {
        var token = Attribute(FormToken().Match(await ReadAsync(page)).Value, "content");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
        return await _http.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string path = Routes.SignIn)
        => SubmitAsync(path, ("Given.Email", email), ("Given.Password", password));

    public void Dispose() => _http.Dispose();

    private static string Attribute(string tag, string name)
        => Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"") is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : "";

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex Hidden();

    [GeneratedRegex("<meta name=\"form-token\"[^>]*>")]
    private static partial Regex FormToken();
}
