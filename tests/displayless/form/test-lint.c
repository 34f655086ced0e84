/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults of a form author, each told with line and column; and hostile packages. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include <stdio.h>
#include <string.h>

static char *
read_fixture (void)
{
  g_autofree char *path = hs_test_fixture ("forms/ho-gia-dinh.json");
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static HsFormPackage *
load (const char *text, gssize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length >= 0 ? (gsize) length : strlen (text));

  return hs_form_package_load (bytes, error);
}

/* find is replaced by put, once, in the fixture; ' stands for ". The complaint is at the place of the
 * text at. */
static const struct
{
  const char *name;
  const char *find, *put;
  const char *at; /* what stands where the error is */
  const char *message;
  HsFormError code;
} cases[] = {
  { "unknown-keyword", "'maxLength': 60", "'maxLenght': 60", "60}", "unknown keyword “maxLenght”" },
  { "unknown-member", "'migrate': []", "'migrat': []", "[]\n}", "unknown keyword “migrat”" },
  { "unknown-type", "'type': 'boolean'", "'type': 'bool'", "'bool'", "no type “bool”" },
  { "unknown-format", "'format': 'date'", "'format': 'datum'", "'datum'", "no format “datum”" },
  { "bad-pattern", "^[A-Z]\\\\d{7}$", "^[A-Z", "'^[A-Z'", "pattern:" },
  { "bad-limit", "'minimum': 0", "'minimum': 'không'", "'không'", "must be a number" },
  { "bad-count", "'maxLength': 60", "'maxLength': 2.5", "2.5", "whole number" },
  { "no-title", "'title': 'Đơn giá', ", "", "{'type': 'integer', 'minimum'",
    "“title” must be a text, but is not there" },
  { "open-object", "'additionalProperties': false,\n    'properties'", "'properties'",
    "{\n    'type': 'object',\n    'properties'", "additionalProperties" },
  { "requires-nothing", "['chuHo', 'coThanhVien']", "['chuHo', 'coCon']", "'coCon'",
    "not among the properties" },
  { "bad-name", "'tong': {", "'t.ng': {", "{'type': 'integer', 'title': 'Tổng tiền'",
    "cannot be a field's name" },
  { "rule-names-no-field", "'/tong': {'*'", "'/tongg': {'*'", "{'*': [{'var': 'soNguoi'}",
    "names a field that does not exist: “/tongg”" },
  { "relevant-names-no-field", "'/thanhVien': {'==", "'/thanhVie': {'==",
    "{'==': [{'var': 'coThanhVien'", "names a field that does not exist" },
  { "check-names-no-field", "'at': ['/ngayLap', ", "'at': ['/ngayLa', ", "'/ngayLa',",
    "names a field that does not exist" },
  { "rule-reads-no-field", "{'var': 'donGia'}", "{'var': 'dongia'}", "'dongia'",
    "no field “dongia”" },
  { "rule-of-wrong-type", "{'var': 'donGia'}", "{'var': 'chuHo'}",
    "[{'var': 'soNguoi'}, {'var': 'chuHo'", "needs a number, its argument 2 is text" },
  { "condition-not-yes-no", "{'!=': [{'var': 'quocTich'}, 'VN']}", "{'var': 'quocTich'}",
    "{'var': 'quocTich'},", "must give yes/no" },
  { "unknown-operator", "{'age': [", "{'tuoi': [", "{'tuoi'", "no operator “tuoi”" },
  { "cycle", "{'var': 'donGia'}]}", "{'var': 'tong'}]}", "{'*'", "circle", HS_FORM_ERROR_CYCLE },
  { "cycle-of-two", "{'length': {'var': ['thanhVien', []]}}", "{'var': 'tong'}", "{'", "circle",
    HS_FORM_ERROR_CYCLE },
  { "cycle-through-relevance", "{'==': [{'var': 'coThanhVien'}, true]}",
    "{'==': [{'var': 'soNguoi'}, 2]}", "{'", "circle", HS_FORM_ERROR_CYCLE },
  { "not-shown", "          {'type': 'Control', 'scope': '#/properties/soHoChieu'},\n", "",
    "{'type': 'string', 'title': 'Số hộ chiếu'", "no layout shows the field “/soHoChieu”" },
  { "row-field-not-shown", "                  {'type': 'Control', 'scope': '#/properties/tuoi'},\n",
    "", "{'type': 'integer', 'title': 'Tuổi ngày lập'", "no layout shows" },
  { "shown-twice", "'#/properties/ngayLap'", "'#/properties/chuHo'", "'#/properties/chuHo'},",
    "shown twice" },
  { "shows-nothing", "'#/properties/ngayLap'", "'#/properties/ngay'", "'#/properties/ngay'",
    "no field" },
  { "unknown-element", "'type': 'Label'", "'type': 'Labl'", "{'type': 'Labl'", "unknown element" },
  { "two-sections", "'i18n': 'thanh-vien'", "'i18n': 'ho'",
    "{\n        'type': 'Category',\n        'i18n': 'ho',\n        'label': 'Thành",
    "two sections" },
  { "conditional-required", "['chuHo', 'coThanhVien']", "['chuHo', 'soHoChieu']",
    "{'!=': [{'var': 'quocTich'", "shown only sometimes" },
  { "check-without-message", "'message': 'Người này đã là chủ hộ.',", "", "{\n        'id': 'trung",
    "has no message" },
  { "check-without-when", "'when': {'>': [{'var': 'ngayLap'}, {'today': []}]},", "",
    "{\n        'id': 'lap", "has no “when”" },
  { "check-severity", "'severity': 'warning'", "'severity': 'nhẹ'", "'nhẹ'",
    "“error” or “warning”" },
  { "two-checks", "'id': 'lap-tuong-lai'", "'id': 'trung-chu-ho'",
    "{\n        'id': 'trung-chu-ho',\n        'at': ['/ngay", "two checks" },
  { "check-over-rows", "'at': ['/ngayLap', '/chuHo']", "'at': ['/ngayLap', '/thanhVien/*/hoTen']",
    "'/thanhVien/*/hoTen'],\n        'when': {'>': [{'var': 'ngayLap'}", "one and the same row" },
  { "keyword-without-message", "    'pattern': '{Label} có ký tự sai.',\n", "",
    "{'type': 'string', 'title': 'Số hộ chiếu'", "no message for “pattern”" },
  { "word-missing", "    'value.true': 'Có',\n", "", "{\n    '",
    "“value.true” must be a text, but is not there" },
  { "no-code-list", "'x-codeList': 'dichVu'", "'x-codeList': 'dichvu'",
    "{\n        'type': 'array'", "no code list “dichvu”" },
  { "code-twice", "'code': 'LA'", "'code': 'VN'", "{'code': 'VN', 'label': 'Lào'}", "there twice" },
  { "code-list-elsewhere",
    "'quocTich': [\n      {'code': 'VN', 'label': 'Việt Nam'},\n      {'code': 'LA', 'label': "
    "'Lào'}\n    ]",
    "'quocTich': {'ref': 'x', 'version': '1'}", "'x'", "not among the shipped ones" },
  { "any-of-names-nothing", "'required': ['chuHo', 'coThanhVien']",
    "'required': ['chuHo', 'coThanhVien'], 'anyOf': [{'required': ['khongCo']}]", "'khongCo'",
    "names a field that does not exist" },
  { "then-describes-a-field", "'required': ['chuHo', 'coThanhVien']",
    "'required': ['chuHo', 'coThanhVien'], 'if': {'required': ['chuHo']}, 'then': {'properties': "
    "{'moi': {'type': 'string', 'title': 'Mới'}}}",
    "{'type': 'string', 'title': 'Mới'}", "names a field that does not exist" },
  { "any-of-without-message", "'required': ['chuHo', 'coThanhVien']",
    "'required': ['chuHo', 'coThanhVien'], 'anyOf': [{'required': ['donGia']}]",
    "[{'required': ['donGia']}]", "no message for “anyOf”" },
  { "unknown-keyword-inside", "'required': ['chuHo', 'coThanhVien']",
    "'required': ['chuHo', 'coThanhVien'], 'anyOf': [{'requird': ['donGia']}]", "['donGia']",
    "unknown keyword “requird”" },
  { "ref-nowhere", "'title': 'Đơn giá', ", "'title': 'Đơn giá', '$ref': '#/$defs/x', ",
    "'#/$defs/x'", "leads nowhere" },
  { "ref-to-itself", "'chuHo': {'type'",
    "'vong': {'title': 'Vòng', '$ref': '#/properties/vong'}, 'chuHo': {'type'", "", "lead back" },
  { "refs-in-a-ring", "'chuHo': {'type'",
    "'vong': {'title': 'Vòng', '$ref': '#/properties/lai'}, 'lai': {'title': 'Lại', '$ref': "
    "'#/properties/vong'}, 'chuHo': {'type'",
    "", "lead back" },
  { "all-of-itself", "'chuHo': {'type'",
    "'vong': {'title': 'Vòng', 'allOf': [{'$ref': '#/properties/vong'}]}, 'chuHo': {'type'", "",
    "lead back" },
  { "endless-objects", "'chuHo': {'type'",
    "'goc': {'type': 'object', '$ref': '#'}, 'chuHo': {'type'", "", "deep" },
  { "condition-of-an-unknown-type", "'required': ['chuHo', 'coThanhVien']",
    "'required': ['chuHo', 'coThanhVien'], 'not': {'minProperties': 'x'}", "", "minProperties" },
  { "patterns-only", "'required': ['chuHo', 'coThanhVien']",
    "'required': ['chuHo', 'coThanhVien'], 'patternProperties': {'^zz': true}", "true",
    "members that only a pattern names", HS_FORM_ERROR_ENGINE },
  { "closed-to-its-own", "'required': ['chuHo', 'coThanhVien']",
    "'required': ['chuHo', 'coThanhVien'], 'allOf': [{'properties': {'khac': {'type': 'string', "
    "'title': 'Khác'}}}]",
    "{\n    'type': 'object'", "unevaluatedProperties" },
  { "layout-rule-effect", "'scope': '#/properties/ngayLap'",
    "'scope': '#/properties/ngayLap', 'rule': {'effect': 'SHOWN', 'condition': {'scope': "
    "'#/properties/chuHo', 'schema': {}}}",
    "'SHOWN'", "the effect is" },
  { "layout-rule-leaf", "'scope': '#/properties/ngayLap'",
    "'scope': '#/properties/ngayLap', 'rule': {'effect': 'SHOW', 'condition': {'type': 'LEAF', "
    "'scope': '#/properties/chuHo', 'expectedValue': 1}}",
    "{'type': 'LEAF'", "a “scope” and a “schema”", HS_FORM_ERROR_ENGINE },
  { "layout-rule-names-nothing", "'scope': '#/properties/ngayLap'",
    "'scope': '#/properties/ngayLap', 'rule': {'effect': 'SHOW', 'condition': {'scope': "
    "'#/properties/khong', 'schema': {}}}",
    "'#/properties/khong'", "no field" },
  { "layout-rule-circle", "'scope': '#/properties/ngayLap'",
    "'scope': '#/properties/ngayLap', 'rule': {'effect': 'SHOW', 'condition': {'scope': "
    "'#/properties/ngayLap', 'schema': {'const': 'x'}}}",
    "{", "circle", HS_FORM_ERROR_CYCLE },
  { "layout-hides-the-required", "'scope': '#/properties/coThanhVien'",
    "'scope': '#/properties/coThanhVien', 'rule': {'effect': 'HIDE', 'condition': {'scope': "
    "'#/properties/quocTich', 'schema': {'const': 'LA'}}}",
    "{'scope': '#/properties/quocTich'", "“then”: {“required”: [“coThanhVien”]}" },
  { "code-list-name",
    "'quocTich': [\n      {'code': 'VN', 'label': 'Việt Nam'},\n      {'code': 'LA', "
    "'label': 'Lào'}\n    ]",
    "'quocTich': {'ref': '../x', 'version': '1'}", "'../x'", "letters, digits" },
  { "bad-default", "'default': 'VN'", "'default': 1", "{'type': 'string', 'title': 'Quốc tịch'",
    "default" },
  { "prefill-no-field", "{'/chuHo': 'self", "{'/chuho': 'self", "'self.fullName'",
    "no field “/chuho”" },
  { "print-no-field", "{'field': '/chuHo', 'upper'", "{'field': '/chuho', 'upper'", "'/chuho'",
    "no field “/chuho”" },
  { "print-unknown-block", "'type': 'title'", "'type': 'titel'", "{'type': 'titel'",
    "unknown block" },
  { "print-column-elsewhere", "'field': '/thanhVien/*/tuoi'", "'field': '/tong'",
    "{'label': 'Tuổi'", "not of this table's rows" },
  { "other-engine", "'engine': 1", "'engine': 2", "2}", "engine 2", HS_FORM_ERROR_ENGINE },
  { "bad-id", "'id': 'ho-gia-dinh'", "'id': '../x'", "'../x'", "an id has" },
  { "bad-subject", "'engine': 1", "'engine': 1, 'subject': '/con'", "'/con'", "no field “/con”" },
};

static char *
unquote (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static char *
replace (const char *text, const char *find, const char *put)
{
  const char *at = strstr (text, find);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, put, at + strlen (find));
}

/* Is there a place with that text at the line and column that the message begins with? */
static gboolean
is_at (const char *message, const char *text, const char *at)
{
  guint line, column, now_line = 1;
  const char *c = text;

  if (sscanf (message, "line %u, column %u: ", &line, &column) != 2)
    return FALSE;
  for (; *c != '\0' && now_line < line; c++)
    now_line += *c == '\n';
  return strlen (c) >= column && g_str_has_prefix (c + column - 1, at);
}

static void
test_fault (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *good = read_fixture ();
  g_autofree char *find = unquote (cases[i].find), *put = unquote (cases[i].put);
  g_autofree char *at = unquote (cases[i].at);
  g_autofree char *bad = replace (good, find, put);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (bad, -1, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, HS_FORM_ERROR, (int) cases[i].code);
  g_assert_nonnull (strstr (error->message, cases[i].message));
  g_assert_true (is_at (error->message, bad, at));
}

static void
test_good (void)
{
  g_autofree char *good = read_fixture ();
  g_autoptr (GError) error = NULL;
  HsFormPackage *package = load (good, -1, &error);

  g_assert_no_error (error);
  g_assert_finalize_object (package);
}

/* Cut anywhere: an error, never more than that. */
static void
test_cut (void)
{
  g_autofree char *good = read_fixture ();
  gsize length = strlen (g_strchomp (good));

  for (gsize n = 0; n < length; n += n < 600 ? 1 : 23)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (good, (gssize) n, &error));
      g_assert_nonnull (error);
    }
}

/* One byte changed: a verdict of either kind, no crash. */
static void
test_mutated (void)
{
  g_autofree char *good = read_fixture ();
  gsize length = strlen (good);
  g_autoptr (GRand) rand = g_rand_new_with_seed (form_test_seed ());

  for (guint i = 0; i < 1500; i++)
    {
      g_autofree char *bad = g_strdup (good);
      g_autoptr (GError) error = NULL;
      HsFormPackage *package;

      for (guint k = 0; k < 3; k++)
        bad[g_rand_int_range (rand, 0, (gint32) length)] =
          "{}[]\",:0-a \n\\"[g_rand_int_range (rand, 0, 13)];
      package = load (bad, (gssize) length, &error);
      g_assert_true ((package == NULL) == (error != NULL));
      g_clear_object (&package);
    }
}

static void
test_deep (void)
{
  g_autofree char *good = read_fixture ();
  g_autoptr (GString) rule = g_string_new (NULL);
  g_autofree char *bad = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (rule, "{\"!\":");
  g_string_append (rule, "true");
  for (guint i = 0; i < 100; i++)
    g_string_append_c (rule, '}');
  bad = replace (good, "{\"==\": [{\"var\": \"coThanhVien\"}, true]}", rule->str);
  g_assert_null (load (bad, -1, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
  g_assert_nonnull (strstr (error->message, "deeper than 64"));
}

static void
test_not_an_object (void)
{
  static const char *const texts[] = {
    "", "null", "[]", "1", "{}", "{\"meta\":1}", "{\"meta\":{}}"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (texts[i], -1, &error));
      g_assert_nonnull (error);
    }
}

/* Lists that are shipped: by name and version. */
static void
test_shipped_lists (void)
{
  static const struct
  {
    const char *list;
    const char *message; /* NULL: it is there */
  } lists[] = {
    { "{\"ref\": \"quocTich\", \"version\": \"1.0.0\"}", NULL },
    { "{\"ref\": \"quocTich\", \"version\": \"1999\"}", "is here in version 1.0.0, not 1999" },
    { "{\"ref\": \"khong-co\", \"version\": \"1\"}", "not among the shipped ones" },
    { "{\"ref\": \"quocTich\"}", "“version” must be a text" },
    { "{\"ref\": \"units\", \"version\": \"1\"}", "not among the shipped ones" },
  };
  g_autofree char *good = read_fixture ();
  const char *begin = strstr (good, "\"quocTich\": [") + strlen ("\"quocTich\": ");
  const char *end = strchr (begin, ']') + 1;
  HsWorld *world = hs_test_world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("%.*s%s%s", (int) (begin - good), good, lists[i].list, end);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (GError) error = NULL;
      HsFormPackage *package = hs_form_package_load_in (world, bytes, &error);

      if (lists[i].message == NULL)
        {
          HsForm *form = hs_form_new (package, world, NULL);

          g_assert_no_error (error);
          g_assert_cmpuint (hs_form_field_get_options (hs_form_find_field (form, "/quocTich"))->len,
                            >, 80);
          hs_form_set_text (form, "/quocTich", "nhat ban");
          form_test_assert_value (form, "/quocTich", "\"JP\"");
          g_assert_finalize_object (form);
          g_assert_finalize_object (package);
          continue;
        }
      g_assert_null (package);
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      g_assert_nonnull (strstr (error->message, lists[i].message));
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/lint/shipped-lists", test_shipped_lists);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/form/lint/fault/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_fault);
    }
  g_test_add_func ("/form/lint/good", test_good);
  g_test_add_func ("/form/lint/cut", test_cut);
  g_test_add_func ("/form/lint/mutated", test_mutated);
  g_test_add_func ("/form/lint/deep", test_deep);
  g_test_add_func ("/form/lint/not-an-object", test_not_an_object);
  return g_test_run ();
}
