/** A decision file (DMN 1.1 to 1.5 XML) as plain data. */
import { Problems, type DmnProblem } from '../problem.ts';
import type {
  BusinessKnowledgeModel, Decision, DecisionService, Definitions, Dialect, Import, InputData, ItemDefinition, Requirements, Variable,
} from './definitions.ts';
import { expressionIn, readFunction } from './read-expression.ts';
import { DMN_1_1, DMN_NAMESPACES, normalizeName, Reading } from './reading.ts';
import { readXml, type XmlElement } from './xml-document.ts';

export type DefinitionsReading =
  | { readonly ok: true; readonly definitions: Definitions; readonly problems: readonly DmnProblem[] }
  | { readonly ok: false; readonly problems: readonly DmnProblem[] };

const VERSION_TAG = 'http://camunda.org/schema/zeebe/1.0';

function dialectOf(root: XmlElement): Dialect {
  const exporter = root.attributes.get('exporter') ?? '';
  const platform = [...root.attributes].some(([name, value]) => name.endsWith('}executionPlatform') && value.startsWith('Camunda'));
  return platform || exporter.startsWith('Camunda') ? 'camunda' : 'standard';
}

function readImport(reading: Reading, element: XmlElement): Import {
  const namespace = element.attributes.get('namespace') ?? '';
  const location = element.attributes.get('locationURI');
  // DMN 1.1 has no names for imports: the prefix bound to the namespace stands in. Later, no name means
  // that the imported names are used as they are.
  const prefix = [...reading.root.prefixes].find(([, uri]) => uri === namespace)?.[0] ?? '';
  return {
    name: reading.root.namespace === DMN_1_1 ? prefix : reading.name(element),
    namespace,
    importType: element.attributes.get('importType') ?? '',
    ...(location === undefined ? {} : { location }),
    line: element.line,
  };
}

function readItemDefinition(reading: Reading, element: XmlElement): ItemDefinition {
  const typeRef = reading.typeRef(element);
  const allowedValues = reading.textIn(element, 'allowedValues');
  const typeConstraint = reading.textIn(element, 'typeConstraint');
  const functionItem = reading.child(element, 'functionItem');
  const outputTypeRef = functionItem === undefined ? undefined : reading.typeRef(functionItem, 'outputTypeRef');
  return {
    name: reading.name(element),
    ...(typeRef === undefined ? {} : { typeRef }),
    isCollection: element.attributes.get('isCollection') === 'true',
    ...(allowedValues === undefined ? {} : { allowedValues }),
    ...(typeConstraint === undefined ? {} : { typeConstraint }),
    components: reading.children(element, 'itemComponent').map((component) => readItemDefinition(reading, component)),
    ...(functionItem === undefined ? {} : {
      functionItem: {
        ...(outputTypeRef === undefined ? {} : { outputTypeRef }),
        parameters: reading.children(functionItem, 'parameters').map((parameter) => reading.variable(parameter)),
      },
    }),
    line: element.line,
  };
}

/**
 * The variable of an element; files often leave out its name, or the variable itself. Then the element's
 * name counts; in Camunda's engine the id of a decision.
 */
function variableOf(reading: Reading, element: XmlElement): Variable {
  const variable = reading.child(element, 'variable');
  const read = variable === undefined ? { name: '' } : reading.variable(variable);
  if (read.name !== '') return read;
  const byId = element.name === 'decision' && dialectOf(reading.root) === 'camunda';
  return { ...read, name: byId ? reading.id(element) : reading.name(element) };
}

function requirementsOf(reading: Reading, element: XmlElement): Requirements {
  const information = reading.children(element, 'informationRequirement');
  return {
    inputs: information.flatMap((requirement) => reading.references(requirement, 'requiredInput')),
    decisions: information.flatMap((requirement) => reading.references(requirement, 'requiredDecision')),
    knowledge: reading.children(element, 'knowledgeRequirement').flatMap((requirement) => reading.references(requirement, 'requiredKnowledge')),
  };
}

function named(reading: Reading, element: XmlElement): { id: string; name: string; variable: Variable; line: number } {
  return { id: reading.id(element), name: reading.name(element), variable: variableOf(reading, element), line: element.line };
}

function readDecision(reading: Reading, element: XmlElement): Decision {
  const logic = expressionIn(reading, element);
  const versionTag = reading.child(element, 'extensionElements')?.children
    .find((child) => child.name === 'versionTag' && child.namespace === VERSION_TAG)?.attributes.get('value');
  return {
    ...named(reading, element),
    requirements: requirementsOf(reading, element),
    ...(logic === undefined ? {} : { logic }),
    ...(versionTag === undefined ? {} : { versionTag }),
  };
}

function readKnowledgeModel(reading: Reading, element: XmlElement): BusinessKnowledgeModel {
  const logic = reading.child(element, 'encapsulatedLogic');
  return {
    ...named(reading, element),
    requirements: requirementsOf(reading, element),
    ...(logic === undefined ? {} : { logic: readFunction(reading, logic) }),
  };
}

function readService(reading: Reading, element: XmlElement): DecisionService {
  return {
    ...named(reading, element),
    outputDecisions: reading.references(element, 'outputDecision'),
    encapsulatedDecisions: reading.references(element, 'encapsulatedDecision'),
    inputDecisions: reading.references(element, 'inputDecision'),
    inputData: reading.references(element, 'inputData'),
  };
}

const readInputData = (reading: Reading, element: XmlElement): InputData => named(reading, element);

/** Never throws on bad input. Warnings may accompany a good reading, errors too when they are `tolerated`. */
export function readDefinitions(xml: string, tolerated = false): DefinitionsReading {
  const problems = new Problems(tolerated);
  const document = readXml(xml);
  if (!document.ok) {
    problems.fatal(document.message, { line: document.line });
    return { ok: false, problems: problems.list };
  }
  const { root } = document;
  if (root.name !== 'definitions' || !DMN_NAMESPACES.has(root.namespace)) {
    problems.fatal(
      `Expected the root element 'definitions' of DMN 1.1 to 1.5, but found '${root.name}' in namespace '${root.namespace}'.`,
      { line: root.line },
    );
    return { ok: false, problems: problems.list };
  }
  const reading = new Reading(root, problems);
  reading.imports = reading.children(root, 'import').map((element) => readImport(reading, element));
  const all = <T>(name: string, read: (reading: Reading, element: XmlElement) => T): T[] =>
    reading.children(root, name).map((element) => read(reading, element));
  const definitions: Definitions = {
    id: root.attributes.get('id') ?? '',
    name: normalizeName(root.attributes.get('name') ?? ''),
    namespace: reading.namespace,
    dialect: dialectOf(root),
    imports: reading.imports,
    itemDefinitions: all('itemDefinition', readItemDefinition),
    inputData: all('inputData', readInputData),
    decisions: all('decision', readDecision),
    knowledgeModels: all('businessKnowledgeModel', readKnowledgeModel),
    services: all('decisionService', readService),
  };
  return problems.refused ? { ok: false, problems: problems.list } : { ok: true, definitions, problems: problems.list };
}
