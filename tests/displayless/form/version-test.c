/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small form, and changes of it by pointer. */
#define G_LOG_DOMAIN "hoso"

#include "version-test.h"

#include "form-test.h"

static const char text[] =
  "{'meta':{'id':'nho','version':'1.0.0','title':'Tờ khai nhỏ','engine':1},"
  "'schema':{'type':'object','additionalProperties':false,'required':['name'],'properties':{"
  "'name':{'type':'string','title':'Họ tên','maxLength':100},"
  "'sex':{'type':'string','title':'Giới tính','x-codeList':'sex'},"
  "'age':{'type':'integer','title':'Tuổi','minimum':0},"
  "'block':{'type':'object','additionalProperties':false,'properties':{"
  "'street':{'type':'string','title':'Đường'},'born':{'type':'string','format':'date','title':'"
  "Ngày sinh'}}},"
  "'likes':{'type':'array','title':'Chọn','items':{'type':'string','x-codeList':'likes'}},"
  "'members':{'type':'array','title':'Thành viên','maxItems':20,'items':{'type':'object',"
  "'additionalProperties':false,'properties':{"
  "'name':{'type':'string','title':'Tên','maxLength':50},'id':{'type':'string','title':'Số'}}}}}},"
  "'layout':{'type':'Categorization','elements':["
  "{'type':'Category','i18n':'one','label':'Một','elements':["
  "{'type':'Control','scope':'#/properties/name'},{'type':'Control','scope':'#/properties/sex'},"
  "{'type':'Control','scope':'#/properties/age'},"
  "{'type':'Control','scope':'#/properties/block/properties/street'},"
  "{'type':'Control','scope':'#/properties/block/properties/born'},"
  "{'type':'Control','scope':'#/properties/likes','options':{'multi':false}}]},"
  "{'type':'Category','i18n':'two','label':'Hai','elements':["
  "{'type':'ListWithDetail','scope':'#/properties/"
  "members','options':{'detail':{'type':'VerticalLayout',"
  "'elements':[{'type':'Control','scope':'#/properties/name'},{'type':'Control','scope':'#/"
  "properties/id'}]}}}]}]},"
  "'rules':{'relevant':{'/age':{'==':[{'var':'sex'},'nam']}},'require':{},'calculate':{},"
  "'check':[{'id':'old','at':['/age'],'when':{'>':[{'var':'age'},120]},'message':'Quá "
  "lớn.','severity':'error'}]},"
  "'codeLists':{'sex':[{'code':'nam','label':'Nam'},{'code':'nu','label':'Nữ'}],"
  "'likes':[{'code':'a','label':'Ăn'},{'code':'b','label':'Bơi'},{'code':'c','label':'Chạy'}]},"
  "'messages':{'value.true':'Có','value.false':'Không','value.row':'Dòng {n}','type':'Chưa đúng.',"
  "'required':'Nhập {label}.','maxLength':'Quá {limit} chữ.','minLength':'Ngắn "
  "quá.','minimum':'Nhỏ quá.','maximum':'Lớn quá.',"
  "'pattern':'Sai mẫu.','format':'Chưa đúng.','enum':'Không có.','maxItems':'Nhiều "
  "quá.','minItems':'Ít quá.'},'migrate':[]}";

static void
append (JsonNode *root, const char *pointer, JsonNode *value)
{
  g_autofree char *parent = g_strndup (pointer, strlen (pointer) - 2);
  JsonNode *array = hs_json_pointer_get (root, parent);

  g_assert_true (array != NULL && JSON_NODE_HOLDS_ARRAY (array));
  json_array_add_element (json_node_get_array (array), value);
}

static void
remove_at (JsonNode *root, const char *pointer)
{
  g_autofree char *parent = g_path_get_dirname (pointer);
  JsonNode *node = hs_json_pointer_get (root, g_str_equal (parent, "/") ? "" : parent);
  const char *last = strrchr (pointer, '/') + 1;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    json_array_remove_element (json_node_get_array (node), atoi (last));
  else
    g_assert_true (hs_json_pointer_set (root, pointer, NULL));
}

GBytes *
version_test_bytes (const char *version, const VersionEdit *edits, guint n_edits)
{
  g_autoptr (JsonNode) root = form_test_json (text);

  g_assert_true (hs_json_pointer_set (root, "/meta/version",
                                      json_node_init_string (json_node_alloc (), version)));
  for (guint i = 0; i < n_edits && edits[i].pointer != NULL; i++)
    if (edits[i].json == NULL)
      remove_at (root, edits[i].pointer);
    else if (g_str_has_suffix (edits[i].pointer, "/-"))
      append (root, edits[i].pointer, form_test_json (edits[i].json));
    else
      g_assert_true (hs_json_pointer_set (root, edits[i].pointer, form_test_json (edits[i].json)));
  return hs_json_write_bytes (root);
}

HsFormPackage *
version_test_package (const char *version, const VersionEdit *edits, guint n_edits)
{
  g_autoptr (GBytes) bytes = version_test_bytes (version, edits, n_edits);
  g_autoptr (GError) error = NULL;
  HsFormPackage *package = hs_form_package_load (bytes, &error);

  g_assert_no_error (error);
  return package;
}
