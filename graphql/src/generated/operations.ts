// @ts-nocheck: it is generated, and holds together by construction.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedOperation } from '@postern/client';
type PosternAccess1 = { readonly "groups": { readonly "Admin": "allow"; readonly "BatchProcessor": "allow" }; readonly "user": "deny"; readonly "owner": "deny"; readonly "guest": "deny"; readonly "iam": "allow"; readonly "apiKey": "deny"; readonly "oidc": "deny"; readonly "lambda": "deny" };

type PosternAccess2 = { readonly "groups": { readonly "Admin": "allow"; readonly "BatchProcessor": "allow" }; readonly "user": "depends"; readonly "owner": "depends"; readonly "guest": "deny"; readonly "iam": "allow"; readonly "apiKey": "deny"; readonly "oidc": "deny"; readonly "lambda": "deny" };

type PosternAccess3 = { readonly "groups": { readonly "Admin": "deny"; readonly "BatchProcessor": "allow" }; readonly "user": "deny"; readonly "owner": "deny"; readonly "guest": "deny"; readonly "iam": "allow"; readonly "apiKey": "deny"; readonly "oidc": "deny"; readonly "lambda": "deny" };

export const CreateBatchOperation: TypedOperation<CreateBatchOperationMutation, CreateBatchOperationMutationVariables, PosternAccess1, 'CreateBatchOperation'> = /*#__PURE__*/ JSON.parse('{"kind":"mutation","name":"CreateBatchOperation","text":"mutation CreateBatchOperation($input:CreateBatchOperationInput!){createBatchOperation(input:$input){...BatchOperationFields}}fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","variables":{"input":"CreateBatchOperationInput!"},"body":"createBatchOperation(input:$input){...BatchOperationFields}","fragments":"fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","rootFields":[{"field":"createBatchOperation","responseKey":"createBatchOperation","connection":false}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const CreateItem: TypedOperation<CreateItemMutation, CreateItemMutationVariables, PosternAccess2, 'CreateItem'> = /*#__PURE__*/ JSON.parse('{"kind":"mutation","name":"CreateItem","text":"mutation CreateItem($input:CreateItemInput!){createItem(input:$input){...ItemFields}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{"input":"CreateItemInput!"},"body":"createItem(input:$input){...ItemFields}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"createItem","responseKey":"createItem","connection":false}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"depends","owner":"depends","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const DeleteItem: TypedOperation<DeleteItemMutation, DeleteItemMutationVariables, PosternAccess2, 'DeleteItem'> = /*#__PURE__*/ JSON.parse('{"kind":"mutation","name":"DeleteItem","text":"mutation DeleteItem($input:DeleteItemInput!$condition:ModelItemConditionInput){deleteItem(input:$input condition:$condition){...ItemFields}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{"input":"DeleteItemInput!","condition":"ModelItemConditionInput"},"body":"deleteItem(input:$input condition:$condition){...ItemFields}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"deleteItem","responseKey":"deleteItem","connection":false}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"depends","owner":"depends","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const GetBatchOperation: TypedOperation<GetBatchOperationQuery, GetBatchOperationQueryVariables, PosternAccess1, 'GetBatchOperation'> = /*#__PURE__*/ JSON.parse('{"kind":"query","name":"GetBatchOperation","text":"query GetBatchOperation($id:ID!){getBatchOperation(id:$id){...BatchOperationFields}}fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","variables":{"id":"ID!"},"body":"getBatchOperation(id:$id){...BatchOperationFields}","fragments":"fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","rootFields":[{"field":"getBatchOperation","responseKey":"getBatchOperation","connection":false}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const GetBatchStatus: TypedOperation<GetBatchStatusQuery, GetBatchStatusQueryVariables, PosternAccess3, 'GetBatchStatus'> = /*#__PURE__*/ JSON.parse('{"kind":"query","name":"GetBatchStatus","text":"query GetBatchStatus($batchId:ID!){getBatchStatus(batchId:$batchId){...BatchOperationFields}}fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","variables":{"batchId":"ID!"},"body":"getBatchStatus(batchId:$batchId){...BatchOperationFields}","fragments":"fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","rootFields":[{"field":"getBatchStatus","responseKey":"getBatchStatus","connection":false}],"access":{"groups":{"Admin":"deny","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const GetItem: TypedOperation<GetItemQuery, GetItemQueryVariables, PosternAccess2, 'GetItem'> = /*#__PURE__*/ JSON.parse('{"kind":"query","name":"GetItem","text":"query GetItem($id:ID!){getItem(id:$id){...ItemFields}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{"id":"ID!"},"body":"getItem(id:$id){...ItemFields}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"getItem","responseKey":"getItem","connection":false}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"depends","owner":"depends","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const GetItemsBatch: TypedOperation<GetItemsBatchQuery, GetItemsBatchQueryVariables, PosternAccess3, 'GetItemsBatch'> = /*#__PURE__*/ JSON.parse('{"kind":"query","name":"GetItemsBatch","text":"query GetItemsBatch($ids:[ID!]!){getItemsBatch(ids:$ids){...ItemFields}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{"ids":"[ID!]!"},"body":"getItemsBatch(ids:$ids){...ItemFields}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"getItemsBatch","responseKey":"getItemsBatch","connection":false}],"access":{"groups":{"Admin":"deny","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const ItemsByStatus: TypedOperation<ItemsByStatusQuery, ItemsByStatusQueryVariables, PosternAccess2, 'ItemsByStatus'> = /*#__PURE__*/ JSON.parse('{"kind":"query","name":"ItemsByStatus","text":"query ItemsByStatus($status:ItemStatus!$limit:Int$nextToken:String){itemsByStatus(status:$status limit:$limit nextToken:$nextToken){items{...ItemFields}nextToken}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{"status":"ItemStatus!","limit":"Int","nextToken":"String"},"body":"itemsByStatus(status:$status limit:$limit nextToken:$nextToken){items{...ItemFields}nextToken}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"itemsByStatus","responseKey":"itemsByStatus","connection":true}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"depends","owner":"depends","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const ListBatchOperations: TypedOperation<ListBatchOperationsQuery, ListBatchOperationsQueryVariables, PosternAccess1, 'ListBatchOperations'> = /*#__PURE__*/ JSON.parse('{"kind":"query","name":"ListBatchOperations","text":"query ListBatchOperations($filter:ModelBatchOperationFilterInput$limit:Int$nextToken:String){listBatchOperations(filter:$filter limit:$limit nextToken:$nextToken){items{...BatchOperationFields}nextToken}}fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","variables":{"filter":"ModelBatchOperationFilterInput","limit":"Int","nextToken":"String"},"body":"listBatchOperations(filter:$filter limit:$limit nextToken:$nextToken){items{...BatchOperationFields}nextToken}","fragments":"fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","rootFields":[{"field":"listBatchOperations","responseKey":"listBatchOperations","connection":true}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const ListItems: TypedOperation<ListItemsQuery, ListItemsQueryVariables, PosternAccess2, 'ListItems'> = /*#__PURE__*/ JSON.parse('{"kind":"query","name":"ListItems","text":"query ListItems($filter:ModelItemFilterInput$limit:Int$nextToken:String){listItems(filter:$filter limit:$limit nextToken:$nextToken){items{...ItemFields}nextToken}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{"filter":"ModelItemFilterInput","limit":"Int","nextToken":"String"},"body":"listItems(filter:$filter limit:$limit nextToken:$nextToken){items{...ItemFields}nextToken}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"listItems","responseKey":"listItems","connection":true}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"depends","owner":"depends","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const ListPendingItems: TypedOperation<ListPendingItemsQuery, ListPendingItemsQueryVariables, PosternAccess3, 'ListPendingItems'> = /*#__PURE__*/ JSON.parse('{"kind":"query","name":"ListPendingItems","text":"query ListPendingItems{listPendingItems{...ItemFields}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{},"body":"listPendingItems{...ItemFields}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"listPendingItems","responseKey":"listPendingItems","connection":false}],"access":{"groups":{"Admin":"deny","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const ProcessBatch: TypedOperation<ProcessBatchMutation, ProcessBatchMutationVariables, PosternAccess3, 'ProcessBatch'> = /*#__PURE__*/ JSON.parse('{"kind":"mutation","name":"ProcessBatch","text":"mutation ProcessBatch($input:ProcessBatchInput!){processBatch(input:$input){batchId processedCount failedCount errors{itemId errorMessage errorCode}}}","variables":{"input":"ProcessBatchInput!"},"body":"processBatch(input:$input){batchId processedCount failedCount errors{itemId errorMessage errorCode}}","fragments":"","rootFields":[{"field":"processBatch","responseKey":"processBatch","connection":false}],"access":{"groups":{"Admin":"deny","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const UpdateBatchOperation: TypedOperation<UpdateBatchOperationMutation, UpdateBatchOperationMutationVariables, PosternAccess1, 'UpdateBatchOperation'> = /*#__PURE__*/ JSON.parse('{"kind":"mutation","name":"UpdateBatchOperation","text":"mutation UpdateBatchOperation($input:UpdateBatchOperationInput!){updateBatchOperation(input:$input){...BatchOperationFields}}fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","variables":{"input":"UpdateBatchOperationInput!"},"body":"updateBatchOperation(input:$input){...BatchOperationFields}","fragments":"fragment BatchOperationFields on BatchOperation{id operationType itemsProcessed startTime endTime status createdAt updatedAt}","rootFields":[{"field":"updateBatchOperation","responseKey":"updateBatchOperation","connection":false}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const UpdateItem: TypedOperation<UpdateItemMutation, UpdateItemMutationVariables, PosternAccess2, 'UpdateItem'> = /*#__PURE__*/ JSON.parse('{"kind":"mutation","name":"UpdateItem","text":"mutation UpdateItem($input:UpdateItemInput!$condition:ModelItemConditionInput){updateItem(input:$input condition:$condition){...ItemFields}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{"input":"UpdateItemInput!","condition":"ModelItemConditionInput"},"body":"updateItem(input:$input condition:$condition){...ItemFields}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"updateItem","responseKey":"updateItem","connection":false}],"access":{"groups":{"Admin":"allow","BatchProcessor":"allow"},"user":"depends","owner":"depends","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

export const UpdateItemsBatch: TypedOperation<UpdateItemsBatchMutation, UpdateItemsBatchMutationVariables, PosternAccess3, 'UpdateItemsBatch'> = /*#__PURE__*/ JSON.parse('{"kind":"mutation","name":"UpdateItemsBatch","text":"mutation UpdateItemsBatch($items:[UpdateItemInput!]!){updateItemsBatch(items:$items){...ItemFields}}fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","variables":{"items":"[UpdateItemInput!]!"},"body":"updateItemsBatch(items:$items){...ItemFields}","fragments":"fragment ItemFields on Item{id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt}","rootFields":[{"field":"updateItemsBatch","responseKey":"updateItemsBatch","connection":false}],"access":{"groups":{"Admin":"deny","BatchProcessor":"allow"},"user":"deny","owner":"deny","guest":"deny","iam":"allow","apiKey":"deny","oidc":"deny","lambda":"deny"}}');

/** Every operation by its name. */
export const operations = {
  CreateBatchOperation,
  CreateItem,
  DeleteItem,
  GetBatchOperation,
  GetBatchStatus,
  GetItem,
  GetItemsBatch,
  ItemsByStatus,
  ListBatchOperations,
  ListItems,
  ListPendingItems,
  ProcessBatch,
  UpdateBatchOperation,
  UpdateItem,
  UpdateItemsBatch,
};
export type BatchStatus =
  | 'COMPLETED'
  | 'FAILED'
  | 'RUNNING';

export type CreateBatchOperationInput = {
  endTime?: string | null | undefined;
  id?: string | null | undefined;
  itemsProcessed?: number | null | undefined;
  operationType: string;
  startTime?: string | null | undefined;
  status: BatchStatus;
};

export type CreateItemInput = {
  batchProcessed?: boolean | null | undefined;
  id?: string | null | undefined;
  lastProcessedAt?: string | null | undefined;
  metadata?: string | null | undefined;
  name: string;
  owner?: string | null | undefined;
  status: ItemStatus;
};

export type DeleteItemInput = {
  id: string;
};

export type ItemStatus =
  | 'COMPLETED'
  | 'FAILED'
  | 'PENDING'
  | 'PROCESSING';

export type ModelAttributeTypes =
  | '_null'
  | 'binary'
  | 'binarySet'
  | 'bool'
  | 'list'
  | 'map'
  | 'number'
  | 'numberSet'
  | 'string'
  | 'stringSet';

export type ModelBatchOperationFilterInput = {
  and?: Array<ModelBatchOperationFilterInput | null | undefined> | null | undefined;
  createdAt?: ModelStringInput | null | undefined;
  endTime?: ModelStringInput | null | undefined;
  id?: ModelIdInput | null | undefined;
  itemsProcessed?: ModelIntInput | null | undefined;
  not?: ModelBatchOperationFilterInput | null | undefined;
  operationType?: ModelStringInput | null | undefined;
  or?: Array<ModelBatchOperationFilterInput | null | undefined> | null | undefined;
  startTime?: ModelStringInput | null | undefined;
  status?: ModelBatchStatusInput | null | undefined;
  updatedAt?: ModelStringInput | null | undefined;
};

export type ModelBatchStatusInput = {
  eq?: BatchStatus | null | undefined;
  ne?: BatchStatus | null | undefined;
};

export type ModelBooleanInput = {
  attributeExists?: boolean | null | undefined;
  attributeType?: ModelAttributeTypes | null | undefined;
  eq?: boolean | null | undefined;
  ne?: boolean | null | undefined;
};

export type ModelIdInput = {
  attributeExists?: boolean | null | undefined;
  attributeType?: ModelAttributeTypes | null | undefined;
  beginsWith?: string | null | undefined;
  between?: Array<string | null | undefined> | null | undefined;
  contains?: string | null | undefined;
  eq?: string | null | undefined;
  ge?: string | null | undefined;
  gt?: string | null | undefined;
  le?: string | null | undefined;
  lt?: string | null | undefined;
  ne?: string | null | undefined;
  notContains?: string | null | undefined;
  size?: ModelSizeInput | null | undefined;
};

export type ModelIntInput = {
  attributeExists?: boolean | null | undefined;
  attributeType?: ModelAttributeTypes | null | undefined;
  between?: Array<number | null | undefined> | null | undefined;
  eq?: number | null | undefined;
  ge?: number | null | undefined;
  gt?: number | null | undefined;
  le?: number | null | undefined;
  lt?: number | null | undefined;
  ne?: number | null | undefined;
};

export type ModelItemConditionInput = {
  and?: Array<ModelItemConditionInput | null | undefined> | null | undefined;
  batchProcessed?: ModelBooleanInput | null | undefined;
  createdAt?: ModelStringInput | null | undefined;
  lastProcessedAt?: ModelStringInput | null | undefined;
  metadata?: ModelStringInput | null | undefined;
  name?: ModelStringInput | null | undefined;
  not?: ModelItemConditionInput | null | undefined;
  or?: Array<ModelItemConditionInput | null | undefined> | null | undefined;
  owner?: ModelStringInput | null | undefined;
  status?: ModelItemStatusInput | null | undefined;
  updatedAt?: ModelStringInput | null | undefined;
};

export type ModelItemFilterInput = {
  and?: Array<ModelItemFilterInput | null | undefined> | null | undefined;
  batchProcessed?: ModelBooleanInput | null | undefined;
  createdAt?: ModelStringInput | null | undefined;
  id?: ModelIdInput | null | undefined;
  lastProcessedAt?: ModelStringInput | null | undefined;
  metadata?: ModelStringInput | null | undefined;
  name?: ModelStringInput | null | undefined;
  not?: ModelItemFilterInput | null | undefined;
  or?: Array<ModelItemFilterInput | null | undefined> | null | undefined;
  owner?: ModelStringInput | null | undefined;
  status?: ModelItemStatusInput | null | undefined;
  updatedAt?: ModelStringInput | null | undefined;
};

export type ModelItemStatusInput = {
  eq?: ItemStatus | null | undefined;
  ne?: ItemStatus | null | undefined;
};

export type ModelSizeInput = {
  between?: Array<number | null | undefined> | null | undefined;
  eq?: number | null | undefined;
  ge?: number | null | undefined;
  gt?: number | null | undefined;
  le?: number | null | undefined;
  lt?: number | null | undefined;
  ne?: number | null | undefined;
};

export type ModelStringInput = {
  attributeExists?: boolean | null | undefined;
  attributeType?: ModelAttributeTypes | null | undefined;
  beginsWith?: string | null | undefined;
  between?: Array<string | null | undefined> | null | undefined;
  contains?: string | null | undefined;
  eq?: string | null | undefined;
  ge?: string | null | undefined;
  gt?: string | null | undefined;
  le?: string | null | undefined;
  lt?: string | null | undefined;
  ne?: string | null | undefined;
  notContains?: string | null | undefined;
  size?: ModelSizeInput | null | undefined;
};

export type ProcessBatchInput = {
  batchId: string;
  itemIds: Array<string>;
  processingType: string;
};

export type UpdateBatchOperationInput = {
  endTime?: string | null | undefined;
  id: string;
  itemsProcessed?: number | null | undefined;
  operationType?: string | null | undefined;
  startTime?: string | null | undefined;
  status?: BatchStatus | null | undefined;
};

export type UpdateItemInput = {
  batchProcessed?: boolean | null | undefined;
  id: string;
  lastProcessedAt?: string | null | undefined;
  metadata?: string | null | undefined;
  name?: string | null | undefined;
  owner?: string | null | undefined;
  status?: ItemStatus | null | undefined;
};

export type CreateBatchOperationMutationVariables = Exact<{
  input: CreateBatchOperationInput;
}>;


export type CreateBatchOperationMutation = { createBatchOperation: { id: string, operationType: string, itemsProcessed: number | null, startTime: string | null, endTime: string | null, status: BatchStatus, createdAt: string, updatedAt: string } | null };

export type BatchOperationFieldsFragment = { id: string, operationType: string, itemsProcessed: number | null, startTime: string | null, endTime: string | null, status: BatchStatus, createdAt: string, updatedAt: string };

export type GetBatchOperationQueryVariables = Exact<{
  id: string;
}>;


export type GetBatchOperationQuery = { getBatchOperation: { id: string, operationType: string, itemsProcessed: number | null, startTime: string | null, endTime: string | null, status: BatchStatus, createdAt: string, updatedAt: string } | null };

export type ListBatchOperationsQueryVariables = Exact<{
  filter?: ModelBatchOperationFilterInput | null | undefined;
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type ListBatchOperationsQuery = { listBatchOperations: { nextToken: string | null, items: Array<{ id: string, operationType: string, itemsProcessed: number | null, startTime: string | null, endTime: string | null, status: BatchStatus, createdAt: string, updatedAt: string } | null> } | null };

export type UpdateBatchOperationMutationVariables = Exact<{
  input: UpdateBatchOperationInput;
}>;


export type UpdateBatchOperationMutation = { updateBatchOperation: { id: string, operationType: string, itemsProcessed: number | null, startTime: string | null, endTime: string | null, status: BatchStatus, createdAt: string, updatedAt: string } | null };

export type GetBatchStatusQueryVariables = Exact<{
  batchId: string;
}>;


export type GetBatchStatusQuery = { getBatchStatus: { id: string, operationType: string, itemsProcessed: number | null, startTime: string | null, endTime: string | null, status: BatchStatus, createdAt: string, updatedAt: string } | null };

export type GetItemsBatchQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type GetItemsBatchQuery = { getItemsBatch: Array<{ id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null> | null };

export type ListPendingItemsQueryVariables = Exact<{ [key: string]: never; }>;


export type ListPendingItemsQuery = { listPendingItems: Array<{ id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null> | null };

export type ProcessBatchMutationVariables = Exact<{
  input: ProcessBatchInput;
}>;


export type ProcessBatchMutation = { processBatch: { batchId: string, processedCount: number, failedCount: number, errors: Array<{ itemId: string, errorMessage: string, errorCode: string | null } | null> | null } | null };

export type UpdateItemsBatchMutationVariables = Exact<{
  items: Array<UpdateItemInput> | UpdateItemInput;
}>;


export type UpdateItemsBatchMutation = { updateItemsBatch: Array<{ id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null> | null };

export type CreateItemMutationVariables = Exact<{
  input: CreateItemInput;
}>;


export type CreateItemMutation = { createItem: { id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null };

export type DeleteItemMutationVariables = Exact<{
  input: DeleteItemInput;
  condition?: ModelItemConditionInput | null | undefined;
}>;


export type DeleteItemMutation = { deleteItem: { id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null };

export type ItemFieldsFragment = { id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string };

export type GetItemQueryVariables = Exact<{
  id: string;
}>;


export type GetItemQuery = { getItem: { id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null };

export type ItemsByStatusQueryVariables = Exact<{
  status: ItemStatus;
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type ItemsByStatusQuery = { itemsByStatus: { nextToken: string | null, items: Array<{ id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null> } | null };

export type ListItemsQueryVariables = Exact<{
  filter?: ModelItemFilterInput | null | undefined;
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type ListItemsQuery = { listItems: { nextToken: string | null, items: Array<{ id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null> } | null };

export type UpdateItemMutationVariables = Exact<{
  input: UpdateItemInput;
  condition?: ModelItemConditionInput | null | undefined;
}>;


export type UpdateItemMutation = { updateItem: { id: string, name: string, status: ItemStatus, metadata: string | null, owner: string | null, batchProcessed: boolean | null, lastProcessedAt: string | null, createdAt: string, updatedAt: string } | null };
