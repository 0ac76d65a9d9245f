import { parseDialect } from './dialect.ts';

/**
 * Amplify's dialect of today, the one of its second transformer.
 *
 * @see @aws-amplify/graphql-directives
 */
export const dialectV2 = parseDialect(
  2,
  /* GraphQL */ `
    directive @model(
      queries: ModelQueryMap
      mutations: ModelMutationMap
      subscriptions: ModelSubscriptionMap
      timestamps: TimestampConfiguration
    ) on OBJECT
    input ModelMutationMap {
      create: String
      update: String
      delete: String
    }
    input ModelQueryMap {
      get: String
      list: String
    }
    input ModelSubscriptionMap {
      onCreate: [String]
      onUpdate: [String]
      onDelete: [String]
      level: ModelSubscriptionLevel
    }
    enum ModelSubscriptionLevel {
      off
      public
      on
    }
    input TimestampConfiguration {
      createdAt: String
      updatedAt: String
    }
    directive @auth(rules: [AuthRule!]!) on OBJECT | FIELD_DEFINITION
    input AuthRule {
      allow: AuthStrategy!
      provider: AuthProvider
      identityClaim: String
      groupClaim: String
      ownerField: String
      groupsField: String
      groups: [String]
      operations: [ModelOperation]
    }
    enum AuthStrategy {
      owner
      groups
      private
      public
      custom
    }
    enum AuthProvider {
      apiKey
      iam
      identityPool
      oidc
      userPools
      function
    }
    enum ModelOperation {
      create
      update
      delete
      read
      list
      get
      sync
      listen
      search
    }
    directive @primaryKey(sortKeyFields: [String]) on FIELD_DEFINITION
    directive @index(
      name: String
      sortKeyFields: [String]
      queryField: String
      projection: ProjectionInput
    ) repeatable on FIELD_DEFINITION
    input ProjectionInput {
      type: ProjectionType
      nonKeyAttributes: [String]
    }
    enum ProjectionType {
      ALL
      KEYS_ONLY
      INCLUDE
    }
    directive @hasOne(fields: [String!], references: [String!]) on FIELD_DEFINITION
    directive @hasMany(
      indexName: String
      fields: [String!]
      references: [String!]
      limit: Int
    ) on FIELD_DEFINITION
    directive @belongsTo(
      fields: [String!]
      references: [String!]
      overrideIndexName: String
    ) on FIELD_DEFINITION
    directive @manyToMany(relationName: String!, limit: Int) on FIELD_DEFINITION
    directive @default(value: String) on FIELD_DEFINITION
    directive @function(
      name: String!
      region: String
      accountId: String
      invocationType: InvocationType
    ) repeatable on FIELD_DEFINITION
    enum InvocationType {
      RequestResponse
      Event
    }
    directive @http(method: HttpMethod, url: String!, headers: [HttpHeader]) on FIELD_DEFINITION
    enum HttpMethod {
      GET
      POST
      PUT
      DELETE
      PATCH
    }
    input HttpHeader {
      key: String
      value: String
    }
    directive @searchable(queries: SearchableQueryMap) on OBJECT
    input SearchableQueryMap {
      search: String
    }
    directive @validate(
      type: ValidationType!
      value: String!
      errorMessage: String
    ) repeatable on FIELD_DEFINITION
    enum ValidationType {
      gt
      lt
      gte
      lte
      minLength
      maxLength
      startsWith
      endsWith
      matches
    }
    directive @mapsTo(name: String!) on OBJECT
    directive @refersTo(name: String!) on OBJECT | FIELD_DEFINITION
    directive @sql(statement: String, reference: String) on FIELD_DEFINITION
    directive @predictions(actions: [PredictionsActions!]!) on FIELD_DEFINITION
    enum PredictionsActions {
      identifyText
      identifyLabels
      convertTextToSpeech
      translateText
    }
    directive @generation(
      aiModel: String!
      systemPrompt: String!
      inferenceConfiguration: GenerationInferenceConfiguration
    ) on FIELD_DEFINITION
    input GenerationInferenceConfiguration {
      maxTokens: Int
      temperature: Float
      topP: Float
    }
  `,
);
