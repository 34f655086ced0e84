/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms of Form.io become packages: each component, each operator, the scripts that are data and those that are not,
 * keys that are no names, answers back in Form.io's shapes, and input that is no form at all. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-export.h"
#include "form/formio/hs-formio-import.h"
#include "hs-test.h"

#include <string.h>

typedef struct
{
  HsWorld *world;
  HsFormioImport *imported;
  HsFormPackage *package;
} Fixture;

static void
set_up (Fixture *f, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  f->world = hs_test_world_new ();
  f->imported = hs_formio_import (bytes, "mau", f->world, &error);
  g_assert_no_error (error);
  f->package = hs_form_package_load (hs_formio_import_get_package (f->imported), &error);
  g_assert_no_error (error);
}

static void
set_up_components (Fixture *f, const char *components)
{
  g_autofree char *text = g_strdup_printf ("{\"title\":\"Mẫu\",\"components\":[%s]}", components);

  set_up (f, text);
}

static void
tear_down (Fixture *f)
{
  g_assert_finalize_object (f->package);
  hs_formio_import_free (f->imported);
  hs_test_world_free (f->world);
}

static HsFormioItem *
find_item (Fixture *f, const char *path)
{
  GPtrArray *items = hs_formio_import_get_items (f->imported);

  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (((HsFormioItem *) items->pdata[i])->path, path))
      return items->pdata[i];
  g_error ("no component %s", path);
}

/* (nullable) */
static HsFormioNote *
find_note (HsFormioItem *item, const char *code)
{
  for (guint i = 0; i < item->notes->len; i++)
    if (g_str_equal (((HsFormioNote *) item->notes->pdata[i])->code, code))
      return item->notes->pdata[i];
  return NULL;
}

static HsForm *
fill (Fixture *f, const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) submission = hs_json_parse (data, -1, HS_JSON_DEFAULT, 0, &error);
  g_autoptr (JsonNode) draft = NULL;
  HsForm *form = hs_form_new (f->package, f->world, NULL);

  g_assert_no_error (error);
  draft = hs_formio_read_submission (f->package, submission, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (hs_form_load_draft (form, draft, &error));
  g_assert_no_error (error);
  return form;
}

static char *
errors_text (HsForm *form)
{
  g_autoptr (GPtrArray) errors = hs_formio_list_errors (form, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < errors->len; i++)
    g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                            ((HsFormioError *) errors->pdata[i])->path,
                            ((HsFormioError *) errors->pdata[i])->rule);
  return g_string_free (text, FALSE);
}

static gboolean
is_shown (HsForm *form, const char *pointer)
{
  HsFormField *field = hs_form_find_field (form, pointer);

  g_assert_nonnull (field);
  return hs_form_field_is_relevant (field);
}

/* Components. */

static const struct
{
  const char *component; /* its key is "a" */
  HsFormioResult result;
  const char *code;   /* (nullable) of a note */
  const char *data;   /* (nullable) a submission that is right */
  const char *wrong;  /* (nullable) one that is not */
  const char *errors; /* of it */
} components[] = {
  { "'type':'textfield','validate':{'required':true,'minLength':3,'maxLength':'5'}",
    HS_FORMIO_TAKEN, NULL, "{'a':'abcd'}", "{'a':'ab'}", "a minLength" },
  { "'type':'textfield','validate':{'pattern':'\\\\d{3}\\\\-x','maxWords':2}", HS_FORMIO_TAKEN,
    NULL, "{'a':'123-x'}", "{'a':'a b c'}", "a maxWords, a pattern" },
  { "'type':'textfield','validate':{'pattern':'(('}", HS_FORMIO_CHANGED, "pattern", "{'a':'x'}",
    NULL, NULL },
  { "'type':'textfield','inputMask':'999-aa'", HS_FORMIO_TAKEN, NULL, "{'a':'123-ab'}",
    "{'a':'12-ab'}", "a mask" },
  { "'type':'textarea','validate':{'minWords':2}", HS_FORMIO_TAKEN, NULL, "{'a':'một hai'}",
    "{'a':'một'}", "a minWords" },
  { "'type':'number','validate':{'min':1,'max':'9.5'}", HS_FORMIO_TAKEN, NULL, "{'a':9.5}",
    "{'a':0}", "a min" },
  { "'type':'number','validate':{'integer':true}", HS_FORMIO_TAKEN, NULL, "{'a':3}", "{'a':2.5}",
    "a number" },
  { "'type':'number','decimalLimit':1", HS_FORMIO_TAKEN, NULL, "{'a':2.5}", "{'a':2.55}",
    "a decimalLimit" },
  { "'type':'currency','currency':'VND','validate':{'max':100}", HS_FORMIO_TAKEN, NULL, "{'a':100}",
    "{'a':101}", "a max" },
  { "'type':'checkbox','validate':{'required':true}", HS_FORMIO_TAKEN, NULL, "{'a':true}",
    "{'a':false}", "a required" },
  { "'type':'selectboxes','values':[{'label':'X','value':'x'},{'label':'Y','value':'y'}],'validate'"
    ":"
    "{'maxSelectedCount':1}",
    HS_FORMIO_TAKEN, NULL, "{'a':{'x':true,'y':false}}", "{'a':{'x':true,'y':true}}",
    "a maxSelectedCount" },
  { "'type':'select','data':{'values':[{'label':'X','value':'x'}]}", HS_FORMIO_TAKEN, NULL,
    "{'a':'x'}", "{'a':'z'}", "a onlyAvailableItems" },
  { "'type':'select','dataSrc':'json','data':{'json':'[{\\\"id\\\":7,\\\"ten\\\":\\\"Bảy\\\"}]'},'"
    "valueProperty':"
    "'id','template':'{{ item.ten }}'",
    HS_FORMIO_TAKEN, NULL, "{'a':7}", "{'a':8}", "a onlyAvailableItems" },
  { "'type':'select','dataSrc':'url','data':{'url':'https://x.vn/ba/agency'}", HS_FORMIO_CHANGED,
    "list-network", "{'a':'Sở Tư pháp'}", NULL, NULL },
  { "'type':'select','dataSrc':'resource','data':{'resource':'1'}", HS_FORMIO_CHANGED,
    "list-network", "{'a':'x'}", NULL, NULL },
  { "'type':'select','dataSrc':'custom','data':{'custom':'$.ajax(1)'}", HS_FORMIO_CHANGED,
    "list-network", "{'a':'x'}", NULL, NULL },
  { "'type':'radio','values':[{'label':'1','value':1},{'label':'2','value':2}]", HS_FORMIO_TAKEN,
    NULL, "{'a':2}", "{'a':3}", "a onlyAvailableItems" },
  { "'type':'datetime','enableTime':false,'widget':{'minDate':'2020-02-01'}", HS_FORMIO_TAKEN, NULL,
    "{'a':'2020-02-01T00:00:00+07:00'}", "{'a':'2020-01-31T00:00:00+07:00'}", "a minDate" },
  { "'type':'datetime','enableTime':false,'widget':{'maxDate':'moment().add(1, \\\"days\\\")'}",
    HS_FORMIO_TAKEN, NULL, "{'a':'2026-11-25T00:00:00+07:00'}", "{'a':'2026-11-26T00:00:00+07:00'}",
    "a maxDate" },
  { "'type':'datetime','enableTime':false,'widget':{'maxDate':'laterThan(x)'}", HS_FORMIO_CHANGED,
    "limit-date", NULL, NULL, NULL },
  { "'type':'datetime','enableTime':true", HS_FORMIO_TAKEN, NULL,
    "{'a':'2020-02-01T08:30:00+07:00'}", "{'a':'hôm qua'}", "a date" },
  { "'type':'day','dayFirst':true,'fields':{'year':{'required':true}},'maxYear':2020",
    HS_FORMIO_TAKEN, NULL, "{'a':'00/05/1990'}", "{'a':'01/01/2021'}", "a maxYear" },
  { "'type':'day','fields':{'day':{'required':true},'month':{'required':true},'year':{'required':"
    "true}}",
    HS_FORMIO_TAKEN, NULL, "{'a':'05/31/1990'}", "{'a':'05/00/1990'}", "a day" },
  { "'type':'time'", HS_FORMIO_TAKEN, NULL, "{'a':'08:30:00'}", "{'a':'25:00'}", "a time" },
  { "'type':'email'", HS_FORMIO_TAKEN, NULL, "{'a':'an@hoso.vn'}", "{'a':'an@'}", "a email" },
  { "'type':'phoneNumber','inputMask':'9999999999'", HS_FORMIO_TAKEN, NULL, "{'a':'0912345678'}",
    "{'a':'091'}", "a mask" },
  { "'type':'url'", HS_FORMIO_TAKEN, NULL, "{'a':'https://hoso.vn/x'}", "{'a':'khong phai'}",
    "a url" },
  { "'type':'tags','storeas':'array'", HS_FORMIO_TAKEN, NULL, "{'a':['x','y']}", NULL, NULL },
  { "'type':'survey','validate':{'required':true},'questions':[{'label':'Q','value':'q'}],'values':"
    "[{'label':'V',"
    "'value':'v'}]",
    HS_FORMIO_TAKEN, NULL, "{'a':{'q':'v'}}", "{}", "a required" },
  { "'type':'address'", HS_FORMIO_CHANGED, "address-as-text",
    "{'a':{'mode':'manual','address':{'address1':'Số 1'}}}", NULL, NULL },
  { "'type':'datagrid','validate':{'required':true},'components':[{'key':'b','type':'textfield','"
    "validate':"
    "{'required':true}}]",
    HS_FORMIO_TAKEN, NULL, "{'a':[{'b':'x'}]}", "{'a':[{'b':'x'},{}]}", "a[1].b required" },
  { "'type':'editgrid','components':[{'key':'b','type':'datagrid','components':[{'key':'c','type':'"
    "number',"
    "'validate':{'min':1}}]}]",
    HS_FORMIO_TAKEN, NULL, "{'a':[{'b':[{'c':1}]}]}", "{'a':[{'b':[{'c':0}]}]}",
    "a[0].b[0].c min" },
  { "'type':'container','components':[{'key':'b','type':'textfield','validate':{'required':true}}]",
    HS_FORMIO_TAKEN, NULL, "{'a':{'b':'x'}}", "{}", "a.b required" },
  { "'type':'textfield','multiple':true,'validate':{'maxLength':3}", HS_FORMIO_TAKEN, NULL,
    "{'a':['x','y']}", "{'a':['x','xxxx']}", "a maxLength" },
  { "'type':'select','multiple':true,'data':{'values':[{'label':'X','value':'x'}]}",
    HS_FORMIO_TAKEN, NULL, "{'a':['x']}", "{'a':['z']}", "a onlyAvailableItems" },
  { "'type':'hidden','defaultValue':'HCM'", HS_FORMIO_CHANGED, "hidden-shown", "{'a':'HCM'}", NULL,
    NULL },
  { "'type':'hidden'", HS_FORMIO_CHANGED, "hidden", NULL, NULL, NULL },
  { "'type':'textfield','unique':true", HS_FORMIO_CHANGED, "unique", "{'a':'x'}", NULL, NULL },
  { "'type':'textfield','clearOnHide':false", HS_FORMIO_CHANGED, "hidden-not-sent", "{'a':'x'}",
    NULL, NULL },
  { "'type':'textfield','logic':[{'name':'l'}]", HS_FORMIO_CHANGED, "logic", "{'a':'x'}", NULL,
    NULL },
  { "'type':'textfield','customDefaultValue':'value = new Date()'", HS_FORMIO_CHANGED, "script",
    NULL, NULL, NULL },
  { "'type':'button'", HS_FORMIO_DROPPED, "button", NULL, NULL, NULL },
  { "'type':'password'", HS_FORMIO_DROPPED, "password", NULL, NULL, NULL },
  { "'type':'signature'", HS_FORMIO_DROPPED, "signature", NULL, NULL, NULL },
  { "'type':'file'", HS_FORMIO_DROPPED, "file", NULL, NULL, NULL },
  { "'type':'datamap'", HS_FORMIO_DROPPED, "datamap", NULL, NULL, NULL },
  { "'type':'form'", HS_FORMIO_DROPPED, "nested-form", NULL, NULL, NULL },
  { "'type':'laLam'", HS_FORMIO_DROPPED, "unknown", NULL, NULL, NULL },
  { "'type':'content','html':'<p>Chú ý</p>'", HS_FORMIO_CHANGED, "plain-text", NULL, NULL, NULL },
  { "'type':'panel','title':'P','components':[{'key':'b','type':'number'}]", HS_FORMIO_TAKEN, NULL,
    "{'b':1}", NULL, NULL },
  { "'type':'table','rows':[[{'components':[{'key':'b','type':'number'}]}]]", HS_FORMIO_TAKEN, NULL,
    "{'b':1}", NULL, NULL },
  { "'type':'columns','columns':[{'components':[{'key':'b','type':'number'}]}]", HS_FORMIO_TAKEN,
    NULL, "{'b':1}", NULL, NULL },
};

static char *
with_quotes (const char *text)
{
  char *copy = g_strdup (text);

  return g_strdelimit (copy, "'", '"');
}

static void
test_components (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (components); i++)
    {
      g_autofree char *members = with_quotes (components[i].component);
      g_autofree char *text = g_strdup_printf (
        "{\"key\":\"z\",\"type\":\"textfield\"},{\"key\":\"a\",\"label\":\"Ô\",\"input\":true,%s}",
        members);
      HsFormioItem *item;
      Fixture f;

      g_test_message ("%s", components[i].component);
      set_up_components (&f, text);
      item = find_item (&f, "a");
      g_assert_cmpint (item->result, ==, components[i].result);
      g_assert_true (components[i].code == NULL || find_note (item, components[i].code) != NULL);
      if (components[i].data != NULL)
        {
          g_autofree char *data = with_quotes (components[i].data);
          g_autoptr (HsForm) form = fill (&f, data);
          g_autofree char *errors = errors_text (form);

          g_assert_cmpstr (errors, ==, "");
          g_assert_true (hs_form_is_valid (form));
        }
      if (components[i].wrong != NULL)
        {
          g_autofree char *data = with_quotes (components[i].wrong);
          g_autoptr (HsForm) form = fill (&f, data);
          g_autofree char *errors = errors_text (form);

          g_assert_cmpstr (errors, ==, components[i].errors);
          g_assert_false (hs_form_is_valid (form));
        }
      tear_down (&f);
    }
}

/* Conditions. */

#define FIELDS                                                                                     \
  "{'key':'t','type':'textfield'},{'key':'n','type':'number'},{'key':'c','type':'checkbox'},"      \
  "{'key':'d','type':'datetime','enableTime':false},{'key':'g','type':'textfield','multiple':"     \
  "true},{'key':'s','type':'selectboxes','values':[{'label':'X','value':'x'},{'label':'Y',"        \
  "'value':'y'}]},{'key':'m','type':'select','multiple':true,'data':{'values':[{'label':'X',"      \
  "'value':'x'}]}},"

static const struct
{
  const char *condition; /* members of the component */
  const char *shown;     /* a submission where it is shown */
  const char *hidden;    /* (nullable) */
} conditions[] = {
#define ONE(component, operator, value)                                                            \
  "'conditional':{'show':true,'conjunction':'all','conditions':[{'component':'" component          \
  "','operator':'"                                                                                 \
  operator"','value':" value "}]}"
  { ONE ("t", "isEqual", "'x'"), "{'t':'x'}", "{}" },
  { ONE ("t", "isNotEqual", "'x'"), "{}", "{'t':'x'}" },
  { ONE ("t", "isEmpty", "null"), "{}", "{'t':'x'}" },
  { ONE ("n", "isEmpty", "null"), "{}", "{'n':0}" },
  { ONE ("n", "isNotEmpty", "null"), "{'n':0}", "{}" },
  { ONE ("n", "greaterThan", "3"), "{'n':4}", "{'n':3}" },
  { ONE ("n", "greaterThanOrEqual", "-1"), "{'n':-1}", "{}" },
  { ONE ("n", "lessThan", "3"), "{'n':2}", "{}" },
  { ONE ("n", "lessThanOrEqual", "3"), "{'n':3}", "{'n':4}" },
  { ONE ("n", "isEqual", "'3'"), "{'n':3}", "{'n':4}" },
  { ONE ("c", "isEqual", "'true'"), "{'c':true}", "{'c':false}" },
  { ONE ("t", "includes", "'b'"), "{'t':'abc'}", "{'t':'ac'}" },
  { ONE ("t", "notIncludes", "'b'"), "{}", "{'t':'abc'}" },
  { ONE ("t", "startsWith", "'ab'"), "{'t':'abc'}", "{'t':'bc'}" },
  { ONE ("t", "endsWith", "'bc'"), "{'t':'abc'}", "{'t':'ab'}" },
  { ONE ("d", "dateGreaterThan", "'2020-01-01'"), "{'d':'2020-01-02'}", "{'d':'2020-01-01'}" },
  { ONE ("d", "dateGreaterThanOrEqual", "'2020-01-01'"), "{'d':'2020-01-01'}", "{}" },
  { ONE ("d", "dateLessThan", "'2020-01-01'"), "{'d':'2019-12-31'}", "{}" },
  { ONE ("d", "dateLessThanOrEqual", "'2020-01-01'"), "{'d':'2020-01-01'}", "{'d':'2020-01-02'}" },
  { ONE ("d", "isDateEqual", "'2020-01-01'"), "{'d':'2020-01-01'}", "{}" },
  { ONE ("d", "isNotDateEqual", "'2020-01-01'"), "{}", "{'d':'2020-01-01'}" },
  { ONE ("s", "isEqual", "'x'"), "{'s':{'x':true,'y':false}}", "{'s':{'x':false,'y':true}}" },
  { ONE ("g", "isEqual", "'x'"), "{'g':['a','x']}", "{'g':['a']}" },
  { ONE ("m", "isEqual", "'x'"), "{'m':['x']}", "{}" },
  { "'conditional':{'show':false,'conjunction':'any','conditions':[{'component':'t','operator':'"
    "isEqual','value':"
    "'x'},{'component':'n','operator':'isEqual','value':1}]}",
    "{'t':'a'}", "{'n':1}" },
  { "'conditional':{'show':'true','when':'t','eq':'x'}", "{'t':'x'}", "{}" },
  { "'conditional':{'show':'false','when':'n','eq':'3'}", "{}", "{'n':3}" },
  { "'conditional':{'show':true,'when':'s','eq':'x'}", "{'s':{'x':true}}", "{'s':{'x':false}}" },
  { "'conditional':{'json':{'and':[{'>':[{'var':'data.n'},1]},{'!':[{'var':'data.s.x'}]}]}}",
    "{'n':2}", "{'n':2,'s':{'x':true}}" },
  { "'conditional':{'show':null,'when':null,'eq':''}", "{}", NULL },
  { "'customConditional':'show = data.t === \\\"x\\\" && row.n > 3;'", "{'t':'x','n':4}",
    "{'t':'x'}" },
  { "'customConditional':'if (data.c) { show = false; } else { show = true; }'", "{}",
    "{'c':true}" },
  { "'customConditional':'show = data[\\\"t\\\"] == \\\"x\\\" ? true : !data.n'", "{'t':'x','n':1}",
    "{'n':1}" },
};

static void
test_conditions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autofree char *raw = g_strdup_printf (
        FIELDS "{'key':'a','type':'textfield','label':'A',%s}", conditions[i].condition);
      g_autofree char *text = with_quotes (raw);
      const char *cases[] = { conditions[i].shown, conditions[i].hidden };
      Fixture f;

      g_test_message ("%s", conditions[i].condition);
      set_up_components (&f, text);
      g_assert_cmpuint (find_item (&f, "a")->notes->len, ==, 0);
      for (guint k = 0; k < 2 && cases[k] != NULL; k++)
        {
          g_autofree char *data = with_quotes (cases[k]);
          g_autoptr (HsForm) form = fill (&f, data);

          g_assert_cmpint (is_shown (form, "/a"), ==, k == 0);
        }
      tear_down (&f);
    }
}

/* Scripts that are more than data are never taken, and keep their field usable. */
static void
test_scripts_refused (void)
{
  static const char *const scripts[] = {
    "show = $('#x').val() > 3",
    "show = data.t.includes('x')",
    "show = fetch('http://x')",
    "show = instance.parent",
    "var x = 1; show = x",
    "show = data.t; alert(1)",
    "show = data.t = 'x'",
    "show = data.khong === 1",
    "show = (function(){return 1})()",
    "show = data.t + data.c",
    "show = data.t === null",
    "show = data['a'+'b']",
    "show = new Date() > 3",
    "show = data.n ** 2 > 3",
    "show = `x`",
    "show = data.s",
    "while(true){}",
    "show = data.t === 'x",
    "show = "
    "((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))",
  };
  g_autofree char *fields = with_quotes (FIELDS);

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (JsonNode) script = json_node_init_string (json_node_alloc (), scripts[i]);
      g_autofree char *quoted = hs_json_write (script);
      g_autofree char *text =
        g_strdup_printf ("%s{\"key\":\"a\",\"type\":\"textfield\",\"validate\":{\"required\":true},"
                         "\"customConditional\":%s}",
                         fields, quoted);
      g_autoptr (HsForm) form = NULL;
      HsFormioNote *note;
      Fixture f;

      g_test_message ("%s", scripts[i]);
      set_up_components (&f, text);
      note = find_note (find_item (&f, "a"), "script");
      g_assert_nonnull (note);
      g_assert_cmpstr (note->what, ==, "customConditional");
      g_assert_cmpstr (note->original, ==, scripts[i]);
      g_assert_nonnull (find_note (find_item (&f, "a"), "required-loosened"));
      form = fill (&f, "{}");
      g_assert_true (is_shown (form, "/a"));
      g_assert_true (hs_form_is_valid (form));
      g_clear_object (&form);
      tear_down (&f);
    }
}

static const struct
{
  const char *script;
  const char *data;
  const char *text; /* of the computed field; "" nothing */
} calculations[] = {
  { "'value = data.n + data.k;'", "{'n':2,'k':3}", "5" },
  { "'value = data.n * data.k - 1;'", "{'n':2,'k':3}", "5" },
  { "'value = data.n + data.u;'", "{'n':2}", "" }, /* a currency that is not there is not 0 */
  { "{'+':[{'var':'data.n'},{'var':'row.k'}]}", "{'n':2,'k':3}", "5" },
  { "{'if':[{'==':[{'var':'data.t'},'x']},1,2]}", "{}", "2" },
};

static void
test_calculations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (calculations); i++)
    {
      g_autofree char *raw = g_strdup_printf (
        FIELDS
        "{'key':'k','type':'number'},{'key':'u','type':'currency'},{'key':'a','type':'number',"
        "'calculateValue':%s}",
        calculations[i].script);
      g_autofree char *text = with_quotes (raw);
      g_autofree char *data = with_quotes (calculations[i].data);
      g_autoptr (HsForm) form = NULL;
      Fixture f;

      g_test_message ("%s", calculations[i].script);
      set_up_components (&f, text);
      g_assert_cmpuint (find_item (&f, "a")->notes->len, ==, 0);
      form = fill (&f, data);
      g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (form, "/a")), ==,
                       calculations[i].text);
      g_clear_object (&form);
      tear_down (&f);
    }
}

static void
test_validations (void)
{
  g_autofree char *text = with_quotes (
    FIELDS
    "{'key':'a','type':'textfield','validate':{'custom':'valid = (input !== data.t) ? true : "
    "\\\"Phải "
    "khác.\\\";'}},{'key':'b','type':'number','validate':{'json':{'if':[{'<':[{'var':'value'},"
    "{'var':'data.n'}]},true,'Phải nhỏ hơn.']}}}");
  g_autoptr (HsForm) form = NULL;
  g_autofree char *errors = NULL;
  Fixture f;

  set_up_components (&f, text);
  form = fill (&f, "{\"t\":\"x\",\"a\":\"x\",\"n\":1,\"b\":2}");
  errors = errors_text (form);
  g_assert_cmpstr (errors, ==, "a custom, b json");
  g_assert_cmpstr (hs_form_field_get_error (hs_form_find_field (form, "/a")), ==, "Phải khác.");
  g_assert_cmpstr (hs_form_field_get_error (hs_form_find_field (form, "/b")), ==, "Phải nhỏ hơn.");
  g_clear_object (&form);
  tear_down (&f);
}

/* Cycles of rules lose a rule, not the form. */
static void
test_cycles (void)
{
  g_autofree char *text = with_quotes (
    "{'key':'a','type':'number','calculateValue':'value = data.b + 1'},"
    "{'key':'b','type':'number','calculateValue':'value = data.a + 1'},"
    "{'key':'c','type':'number','calculateValue':'value = data.c + 1'},"
    "{'key':'d','type':'container','conditional':{'json':{'==':[{'var':'data.d.e'},1]}},"
    "'components':[{'key':'e','type':'number'}]}");
  Fixture f;

  set_up_components (&f, text);
  g_assert_cmpuint (find_item (&f, "a")->notes->len, ==, 0);
  g_assert_nonnull (find_note (find_item (&f, "b"), "rule-cycle"));
  g_assert_nonnull (find_note (find_item (&f, "c"), "rule-cycle"));
  g_assert_nonnull (find_note (find_item (&f, "d"), "rule-cycle"));
  tear_down (&f);
}

/* Keys. */

static void
test_keys (void)
{
  g_autofree char *text = with_quotes ("{'key':'@hoTen','type':'textfield','validate':{'required':"
                                       "true}},{'key':'ho ten','type':'textfield'},"
                                       "{'key':'danToc-select','type':'textfield','conditional':{'"
                                       "show':true,'when':'@hoTen','eq':'x'}},"
                                       "{'key':'1a','type':'number'},{'key':'số','type':'number'},{"
                                       "'key':'cha.ten','type':'textfield'},"
                                       "{'key':'@hoTen','type':'number'},{'key':'','type':'number'}"
                                       ",{'key':'answers','type':'number'}");
  g_autoptr (JsonNode) out = NULL;
  g_autoptr (HsForm) form = NULL;
  g_autofree char *written = NULL;
  const char *data =
    "{\"data\":{\"1a\":1,\"@hoTen\":\"x\",\"answers\":3,\"cha\":{\"ten\":\"Ba\"},\"danToc-select\":"
    "\"Tày\",\"ho ten\":\"y\",\"số\":2}}";
  Fixture f;

  set_up_components (&f, text);
  g_assert_cmpstr (find_item (&f, "@hoTen")->pointer, ==, "/hoTen");
  g_assert_cmpstr (find_item (&f, "ho ten")->pointer, ==, "/ho_ten");
  g_assert_cmpstr (find_item (&f, "1a")->pointer, ==, "/f1a");
  g_assert_nonnull (find_note (find_item (&f, "cha.ten"), "key-renamed"));
  g_assert_nonnull (find_note (find_item (&f, ""), "no-key"));
  g_assert_cmpuint (hs_formio_import_count (f.imported, HS_FORMIO_DROPPED), ==, 2);
  form = fill (&f, data);
  g_assert_true (is_shown (form, "/danToc_select"));
  out = hs_formio_export (form, NULL);
  written = hs_json_write (out);
  g_assert_cmpstr (written, ==, data);
  g_clear_object (&form);
  tear_down (&f);
}

/* A provincial form. */

static char *
load_fixture (void)
{
  g_autofree char *path = hs_test_fixture ("formio/tam-vang.json");
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_provincial_form (void)
{
  g_autofree char *text = load_fixture ();
  g_autoptr (HsForm) form = NULL;
  g_autoptr (JsonNode) report = NULL;
  JsonObject *totals, *source;
  Fixture f;

  set_up (&f, text);
  form = hs_form_new (f.package, f.world, NULL);
  /* tabs are sections, and so is a container on the first level */
  g_assert_cmpuint (g_list_model_get_n_items (hs_form_get_sections (form)), ==, 5);
  g_assert_nonnull (find_note (find_item (&f, "@danToc-select"), "list-shipped"));
  g_assert_cmpuint (hs_form_field_get_options (hs_form_find_field (form, "/danToc_select"))->len,
                    ==, 54);
  g_assert_nonnull (find_note (find_item (&f, "coQuan"), "list-network"));
  g_assert_cmpint (hs_form_field_get_kind (hs_form_find_field (form, "/coQuan")), ==,
                   HS_FIELD_TEXT);
  g_assert_nonnull (find_note (find_item (&f, "leBoSung"), "script"));
  g_assert_cmpint (find_item (&f, "dinhKem")->result, ==, HS_FORMIO_DROPPED);
  g_assert_cmpint (find_item (&f, "submit")->result, ==, HS_FORMIO_DROPPED);
  hs_form_set_text (form, "/hoTen", "A");
  g_assert_cmpstr (hs_form_field_get_error (hs_form_find_field (form, "/hoTen")), ==,
                   "họ và tên người khai phải có ít nhất 2 ký tự.");
  hs_form_set_text (form, "/donGia", "5000");
  hs_form_set_text (form, "/soBan", "3");
  g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (form, "/thanhTien")), ==, "15000");
  report = hs_formio_import_dup_report (f.imported);
  totals = json_object_get_object_member (json_node_get_object (report), "totals");
  g_assert_cmpint (hs_json_int (totals, "components", 0), ==,
                   hs_json_int (totals, "taken", 0) + hs_json_int (totals, "changed", 0) +
                     hs_json_int (totals, "dropped", 0));
  /* the original is in the package as it came */
  source = json_object_get_object_member (hs_form_package_get_root (f.package), "source");
  g_assert_cmpstr (hs_json_string (source, "definition", NULL), ==, text);
  g_clear_object (&form);
  tear_down (&f);
}

static void
test_round_trip (void)
{
  static const char *const data =
    "{\"data\":{\"@container\":{\"dienThoai\":[\"091\",\"092\"],\"hoTenChuHo\":\"Lê Thị "
    "Bình\",\"soGiayTo\":"
    "\"012345678901\"},\"@danToc-select\":{\"label\":\"Kinh\",\"value\":\"01\"},\"@emailuser\":"
    "\"an@hoso.vn\","
    "\"@hoTen\":\"Trần Văn An\",\"@soDienThoai\":\"0912345678\",\"camKet\":true,\"coQuan\":\"Công "
    "an xã\","
    "\"danhGia\":{\"deHieu\":\"tot\",\"nhanh\":\"kem\"},\"donGia\":5000,\"gioiTinh\":\"nam\","
    "\"leBoSung\":\"0\","
    "\"ngay "
    "sinh\":\"00/05/"
    "1990\",\"noiDung\":{\"tachHo\":false,\"tamTru\":true,\"thuongTru\":false},\"soBan\":2,"
    "\"thanhTien\":10000,\"thanhVien\":[{\"hoTen\":\"Nam\",\"leNop\":1000,\"quanHe\":\"9\","
    "\"quanHeKhac\":\"Bạn\"},"
    "{\"hoTen\":\"Hoa\",\"leNop\":0,\"quanHe\":\"2\"}],\"tuNgay\":\"2024-01-15T00:00:00+07:00\"}}";
  g_autofree char *text = load_fixture ();
  g_autofree char *written = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (HsForm) form = NULL;
  g_autoptr (JsonNode) out = NULL;
  Fixture f;

  set_up (&f, text);
  form = fill (&f, data);
  errors = errors_text (form);
  g_assert_cmpstr (errors, ==, "");
  out = hs_formio_export (form, NULL);
  written = hs_json_write (out);
  g_assert_cmpstr (written, ==, data);
  g_clear_object (&form);
  tear_down (&f);
}

static void
test_wizard (void)
{
  g_autofree char *text =
    with_quotes ("{'form':{'title':'Hai "
                 "trang','display':'wizard','components':[{'key':'p1','type':'panel','title':'Một',"
                 "'components':[{'key':'a','type':'number'}]},{'key':'p2','type':'panel','title':'"
                 "Hai','conditional':{'show':"
                 "true,'when':'a','eq':'1'},'components':[{'key':'b','type':'number','validate':{'"
                 "required':true}}]}]}}");
  g_autoptr (HsForm) form = NULL;
  Fixture f;

  set_up (&f, text);
  form = fill (&f, "{\"a\":2}");
  g_assert_cmpuint (g_list_model_get_n_items (hs_form_get_sections (form)), ==, 2);
  g_assert_false (is_shown (form, "/b"));
  g_assert_true (hs_form_is_valid (form));
  hs_form_set_text (form, "/a", "1");
  g_assert_true (is_shown (form, "/b"));
  g_assert_false (hs_form_is_valid (form));
  g_clear_object (&form);
  tear_down (&f);
}

/* Input. */

static void
test_not_a_form (void)
{
  static const char *const texts[] = {
    "",
    "7",
    "\"x\"",
    "{}",
    "{\"components\":7}",
    "[]",
    "{\"components\":[]}",
    "{\"components\":[7,null]}",
    "[{\"type\":\"button\"}]",
    "{\"components\":[{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (hs_formio_import (bytes, NULL, NULL, &error));
      g_assert_nonnull (error);
    }
}

/* Every member of a component of every type, with something it should not be. */
static void
test_wrong_types (void)
{
  static const char *const types[] = { "textfield",   "number",    "select",   "radio",
                                       "selectboxes", "day",       "datetime", "survey",
                                       "datagrid",    "container", "panel",    "tabs",
                                       "columns",     "table",     "content",  "hidden",
                                       "tags",        "address" };
  static const char *const members[] = {
    "label",    "validate", "conditional",  "customConditional", "calculateValue", "defaultValue",
    "values",   "data",     "questions",    "components",        "columns",        "rows",
    "fields",   "widget",   "errors",       "multiple",          "inputMask",      "dataSrc",
    "template", "logic",    "decimalLimit",
  };
  static const char *const values[] = {
    "7",
    "true",
    "null",
    "\"x\"",
    "[]",
    "{}",
    "[7,null,[[{}]]]",
    "{\"a\":7,\"json\":{\"var\":7},\"show\":[],\"when\":7,"
    "\"conditions\":[7],\"conjunction\":\"x\",\"custom\":7,\"pattern\":[],\"minLength\":{},\"max\":"
    "\"a\",\"values\":7}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    for (guint k = 0; k < G_N_ELEMENTS (members); k++)
      for (guint m = 0; m < G_N_ELEMENTS (values); m++)
        {
          g_autofree char *text =
            g_strdup_printf ("{\"components\":[{\"key\":\"z\",\"type\":\"number\"},{\"key\":\"a\","
                             "\"type\":\"%s\",\"%s\":%s}]}",
                             types[i], members[k], values[m]);
          g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
          g_autoptr (GError) error = NULL;
          g_autoptr (HsFormioImport) imported = hs_formio_import (bytes, NULL, NULL, &error);

          if (imported == NULL)
            g_test_message ("%s: %s", text, error->message);
          g_assert_nonnull (imported);
        }
}

static void
test_many_components (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Fixture f;

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (
      text,
      "%s{\"key\":\"k%u\",\"type\":\"textfield\",\"conditional\":{\"show\":true,\"when\":"
      "\"k%u\",\"eq\":\"x\"}}",
      i > 0 ? "," : "", i, i / 2);
  set_up_components (&f, text->str);
  g_assert_cmpuint (hs_formio_import_get_items (f.imported)->len, ==, 10000);
  tear_down (&f);
}

/* Containers in containers, as deep as a text may be: what is too deep is told. */
static void
test_deep (void)
{
  static const char *const types[] = { "container", "datagrid", "panel" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GString) text = g_string_new ("{\"key\":\"z\",\"type\":\"number\"},");
      Fixture f;

      for (guint k = 0; k < 55; k++)
        g_string_append_printf (
          text, "{\"key\":\"k%u\",\"type\":\"%s\",\"title\":\"T\",\"components\":[", k, types[i]);
      g_string_append (text, "{\"key\":\"last\",\"type\":\"number\"}");
      for (guint k = 0; k < 55; k++)
        g_string_append (text, "]}");
      set_up_components (&f, text->str);
      g_assert_cmpuint (hs_formio_import_count (f.imported, HS_FORMIO_DROPPED), ==, 1);
      tear_down (&f);
    }
}

/* Nothing is left of a form: it is told why. */
static void
test_nothing_left (void)
{
  static const struct
  {
    guint depth;
    const char *inner;
    const char *why;
  } cases[] = {
    { 0, "{\"type\":\"file\",\"key\":\"f\"}", "no component that can be shown" },
    { 41, "{\"type\":\"textfield\",\"key\":\"t\"}", "nested too deep" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new ("{\"components\":[");
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < cases[i].depth; k++)
        g_string_append_printf (text, "{\"type\":\"panel\",\"key\":\"p%u\",\"components\":[", k);
      g_string_append (text, cases[i].inner);
      for (guint k = 0; k < cases[i].depth; k++)
        g_string_append (text, "]}");
      g_string_append (text, "]}");
      bytes = g_bytes_new (text->str, text->len);
      g_assert_null (hs_formio_import (bytes, "mau", NULL, &error));
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].why));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formio/components", test_components);
  g_test_add_func ("/formio/conditions", test_conditions);
  g_test_add_func ("/formio/scripts-refused", test_scripts_refused);
  g_test_add_func ("/formio/nothing-left", test_nothing_left);
  g_test_add_func ("/formio/calculations", test_calculations);
  g_test_add_func ("/formio/validations", test_validations);
  g_test_add_func ("/formio/cycles", test_cycles);
  g_test_add_func ("/formio/keys", test_keys);
  g_test_add_func ("/formio/provincial-form", test_provincial_form);
  g_test_add_func ("/formio/round-trip", test_round_trip);
  g_test_add_func ("/formio/wizard", test_wizard);
  g_test_add_func ("/formio/not-a-form", test_not_a_form);
  g_test_add_func ("/formio/wrong-types", test_wrong_types);
  g_test_add_func ("/formio/many-components", test_many_components);
  g_test_add_func ("/formio/deep", test_deep);
  return g_test_run ();
}
